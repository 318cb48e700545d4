import JSON

/// Decides about one package: manifest, trust, digests of files, schemas and shared object, in that order. Every file is
/// read once; what was checked is what is used.
struct PackageVerifier: Sendable {
    static let manifestName = "plugin.toml"
    static let signatureName = "plugin.toml.minisig"
    private static let schemaLimit = 1 << 20
    private static let reservedPrefixes = ["ow.", "core."]

    let trust: any TrustPolicy
    let floor: any VersionFloor

    /// The manifest alone.
    func manifest(of source: some PackageSource) throws(PluginRejection) -> (manifest: PluginManifest, bytes: [UInt8]) {
        let bytes = try source.read(Self.manifestName, limit: PluginManifest.sizeLimit)
        return (try Self.rejecting(.manifest) { () throws(PluginError) in try ManifestParser.parse(bytes) }, bytes)
    }

    /// Whether the manifest's bytes may be read at all; nothing but them and the signature is looked at.
    func authenticate(_ source: some PackageSource) throws(PluginRejection) {
        let bytes = try source.read(Self.manifestName, limit: PluginManifest.sizeLimit)
        try trust.authenticate(bytes, signature: try signature(source))
    }

    private func signature(_ source: some PackageSource) throws(PluginRejection) -> [UInt8]? {
        guard source.contains(Self.signatureName) else { return nil }
        return try source.read(Self.signatureName, limit: MinisignSignature.sizeLimit)
    }

    /// Who vouches for a package. Nothing but the manifest and its signature is read.
    func trust(
        _ manifest: PluginManifest, bytes: [UInt8], source: some PackageSource
    ) throws(PluginRejection) -> PluginTrust {
        if let prefix = Self.reservedPrefixes.first(where: manifest.id.hasPrefix) {
            throw PluginRejection(.reserved, "ids that begin with \(prefix) are reserved; use your own domain")
        }
        let trust = try trust.evaluate(
            TrustCandidate(manifest: manifest, bytes: bytes, signature: try signature(source)))
        if let floor = floor.floor(of: manifest.id), let version = manifest.semanticVersion, version < floor {
            throw PluginRejection(
                .downgrade,
                "\(manifest.id) \(floor) has run here, \(version) is older; install \(floor) or newer, or let an "
                    + "operator allow the older version")
        }
        return trust
    }

    /// Everything after the question of trust.
    func contents(
        _ manifest: PluginManifest, bytes: [UInt8], trust: PluginTrust, source: some PackageSource, path: String
    ) throws(PluginRejection) -> PluginPackage {
        guard let file = manifest.files.first(where: { $0.architecture == ELFNote.Machine.host.rawValue }) else {
            let offered = manifest.files.map(\.architecture).joined(separator: ", ")
            throw PluginRejection(
                .arch, "the package has files for \(offered), this server runs on \(ELFNote.Machine.host.rawValue)")
        }
        let listed = try PackageFiles.check(manifest, isSigned: trust.signer != nil, source: source)
        let schemas = try compileSchemas(manifest, listed: listed, source: source)
        let object = try content(file.path, listed: listed, source: source, limit: ELFNote.sizeLimit)
        let note = try Self.rejecting(.elf) { () throws(PluginError) in try ELFNote(reading: object) }
        try Self.rejecting(.elf) { () throws(PluginError) in try note.check(against: manifest) }
        let image = try Self.rejecting(.path) { () throws(PluginError) in try PluginImage(object, name: manifest.id) }
        return PluginPackage(
            manifest: manifest, manifestBytes: bytes, digest: SHA256Digest.hex(bytes), note: note, trust: trust,
            directory: path,
            schemas: schemas, image: image)
    }

    private func content(
        _ path: String, listed: [String: [UInt8]], source: some PackageSource, limit: Int
    ) throws(PluginRejection) -> [UInt8] {
        if let content = listed[path] { return content }
        return try source.read(path, limit: limit)
    }

    private func compileSchemas(
        _ manifest: PluginManifest, listed: [String: [UInt8]], source: some PackageSource
    ) throws(PluginRejection) -> [String: SchemaValidator] {
        let sink = ManifestFaultSink()
        var schemas: [String: SchemaValidator] = [:]
        for path in manifest.schemaPaths {
            do throws(PluginRejection) {
                let bytes = try content(path, listed: listed, source: source, limit: Self.schemaLimit)
                guard bytes.count <= Self.schemaLimit else {
                    throw PluginRejection(.path, "\(path) is larger than \(Self.schemaLimit) bytes")
                }
                schemas[path] = SchemaCompiler.compile(bytes, file: path, sink: sink)
            } catch {
                sink.add(path: path, error.message)
            }
        }
        guard sink.faults.isEmpty else {
            let count = sink.faults.count
            throw PluginRejection(
                .manifest, "the schemas have \(count) fault\(count == 1 ? "" : "s")", faults: sink.faults)
        }
        return schemas
    }

    /// Maps an error to the rejection that says the same; `fallback` is for codes that name no reason themselves.
    static func rejecting<Value>(
        _ fallback: PluginRejection.Reason, _ body: () throws(PluginError) -> Value
    ) throws(PluginRejection) -> Value {
        do throws(PluginError) {
            return try body()
        } catch {
            let reason: PluginRejection.Reason =
                switch error.code {
                case .manifest: .manifest
                case .elf: .elf
                case .abi: .abi
                case .identity: .identity
                default: fallback
                }
            throw PluginRejection(reason, error)
        }
    }
}

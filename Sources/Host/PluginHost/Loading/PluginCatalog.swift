import JSON

/// Finds packages and decides about each of them, without running any of their code.
package struct PluginCatalog: Sendable {
    private static let folderLimit = 1_000
    private static let schemaLimit = 1 << 20
    private static let reservedPrefixes = ["ow.", "core."]

    private let trust: any TrustPolicy

    package init(trust: any TrustPolicy) {
        self.trust = trust
    }

    /// Every folder of a directory that holds a `plugin.toml`, in the order of their names.
    ///
    /// A second package with the id and version of an earlier one is rejected as a duplicate. Throws ``PluginError/Code/path`` if
    /// the directory itself cannot be used.
    package func scan(directory: String) throws(PluginError) -> [ScannedPlugin] {
        try scan(directories: [directory])
    }

    /// As ``scan(directory:)``; no version of a plugin is there twice over all directories.
    package func scan(directories: [String]) throws(PluginError) -> [ScannedPlugin] {
        var result: [ScannedPlugin] = []
        var known: [String: String] = [:]
        for directory in directories {
            do throws(PluginRejection) {
                let root = try PackageReader(path: directory)
                for name in try root.subdirectoryNames(limit: Self.folderLimit) {
                    let path = "\(directory)/\(name)"
                    guard let scanned = scan(name, in: root, path: path, known: known) else { continue }
                    if case .verified(let package) = scanned.outcome { known[package.manifest.key] = path }
                    result.append(scanned)
                }
            } catch {
                throw PluginError(.path, "plugin directory \(directory): \(error.message)", cause: error)
            }
        }
        return result
    }

    private func scan(_ name: String, in root: PackageReader, path: String, known: [String: String]) -> ScannedPlugin? {
        var manifest: PluginManifest?
        do throws(PluginRejection) {
            let reader = try root.subdirectory(name)
            guard reader.contains("plugin.toml") else { return nil }
            let bytes = try reader.read("plugin.toml", limit: PluginManifest.sizeLimit)
            let parsed = try Self.rejecting(.manifest) { () throws(PluginError) in try ManifestParser.parse(bytes) }
            manifest = parsed
            let package = try verify(parsed, bytes: bytes, reader: reader, path: path, known: known)
            return ScannedPlugin(directory: path, id: parsed.id, manifest: parsed, outcome: .verified(package))
        } catch {
            return rejected(error, name: name, path: path, manifest: manifest)
        }
    }

    private func rejected(
        _ rejection: PluginRejection, name: String, path: String, manifest: PluginManifest?
    ) -> ScannedPlugin {
        ScannedPlugin(directory: path, id: manifest?.id ?? name, manifest: manifest, outcome: .rejected(rejection))
    }

    private func verify(
        _ manifest: PluginManifest, bytes: [UInt8], reader: PackageReader, path: String, known: [String: String]
    ) throws(PluginRejection) -> PluginPackage {
        if let prefix = Self.reservedPrefixes.first(where: manifest.id.hasPrefix) {
            throw PluginRejection(.reserved, "ids that begin with \(prefix) are reserved; use your own domain")
        }
        let signature =
            reader.contains("plugin.toml.minisig") ? try reader.read("plugin.toml.minisig", limit: 4_096) : nil
        let trust = try trust.evaluate(
            TrustCandidate(id: manifest.id, version: manifest.version, manifest: bytes, signature: signature))
        if let other = known[manifest.key] {
            throw PluginRejection(.duplicate, "\(manifest.key) is already provided by \(other); remove one of the two")
        }
        let schemas = try compileSchemas(manifest, reader: reader)
        guard let file = manifest.files.first(where: { $0.architecture == ELFNote.Machine.host.rawValue }) else {
            let offered = manifest.files.map(\.architecture).joined(separator: ", ")
            throw PluginRejection(
                .arch, "the package has files for \(offered), this server runs on \(ELFNote.Machine.host.rawValue)")
        }
        let object = try reader.read(file.path, limit: ELFNote.sizeLimit)
        if let expected = file.sha256, SHA256Digest.hex(object) != expected {
            throw PluginRejection(
                .signature,
                "\(file.path) is not the file the manifest names: its SHA-256 differs; reinstall the package")
        }
        let note = try Self.rejecting(.elf) { () throws(PluginError) in try ELFNote(reading: object) }
        try Self.rejecting(.elf) { () throws(PluginError) in try note.check(against: manifest) }
        let image = try Self.rejecting(.path) { () throws(PluginError) in try PluginImage(object, name: manifest.id) }
        return PluginPackage(
            manifest: manifest, note: note, trust: trust, directory: path, schemas: schemas, image: image)
    }

    private func compileSchemas(
        _ manifest: PluginManifest, reader: PackageReader
    ) throws(PluginRejection) -> [String: SchemaValidator] {
        let sink = ManifestFaultSink()
        var schemas: [String: SchemaValidator] = [:]
        for path in manifest.schemaPaths {
            do throws(PluginRejection) {
                let bytes = try reader.read(path, limit: Self.schemaLimit)
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
    private static func rejecting<Value>(
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

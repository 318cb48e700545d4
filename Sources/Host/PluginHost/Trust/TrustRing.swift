/// The keys an operator trusts, what is revoked, and which unsigned packages are allowed: the files of a trust directory.
package struct TrustRing: Sendable {
    /// An unsigned package that the operator allows, pinned by the digest of its manifest.
    package struct AllowedPackage: Sendable, Hashable {
        package let id: String
        /// SHA-256 of `plugin.toml`, lower-case hexadecimal.
        package let digest: String
    }

    package internal(set) var keys: [MinisignKeyID: TrustedKey] = [:]
    package internal(set) var revokedKeys: Set<MinisignKeyID> = []
    /// SHA-256 of manifests and files, lower-case hexadecimal.
    package internal(set) var revokedDigests: Set<String> = []
    package internal(set) var allowed: Set<AllowedPackage> = []
    /// Where it was read, for messages.
    package let directory: String

    private static let fileLimit = 1_000

    /// A ring that trusts nobody.
    package init(directory: String = "the trust directory") {
        self.directory = directory
    }

    /// Reads every `*.toml` of a directory. One that is not there makes a ring that trusts nobody.
    ///
    /// A file may hold any number of `[[key]]`, `[[unsigned]]` and one `[revoked]`. Directory and files must belong to
    /// root or this process's user and be writable by nobody else. All faults come back together, because a file that
    /// was skipped may be the one with the revocations: throws ``PluginError/Code/path`` or
    /// ``PluginError/Code/manifest``.
    package static func load(directory: String) throws(PluginError) -> TrustRing {
        var ring = TrustRing(directory: directory)
        let sink = ManifestFaultSink()
        do throws(PluginRejection) {
            guard let reader = try PackageReader(existing: directory) else { return ring }
            for name in try reader.fileNames(limit: fileLimit) where name.hasSuffix(".toml") {
                let bytes = try reader.read(name, limit: PluginManifest.sizeLimit)
                TrustRingParser.read(bytes, file: name, into: &ring, sink: sink)
            }
        } catch {
            throw PluginError(.path, "trust directory \(directory): \(error.message)", cause: error)
        }
        try check(sink, "the trust directory \(directory)")
        return ring
    }

    /// A ring of one text.
    ///
    /// Throws ``PluginError/Code/manifest``.
    package init(text: String, name: String = "trust.toml") throws(PluginError) {
        self.init()
        let sink = ManifestFaultSink()
        TrustRingParser.read(Array(text.utf8), file: name, into: &self, sink: sink)
        try Self.check(sink, name)
    }

    private static func check(_ sink: ManifestFaultSink, _ name: String) throws(PluginError) {
        guard sink.faults.isEmpty else {
            let count = sink.faults.count
            throw PluginError(
                .manifest, "\(name) has \(count) fault\(count == 1 ? "" : "s")",
                hint: "the keys of trust files are described in docs/operations.md", faults: sink.faults)
        }
    }
}

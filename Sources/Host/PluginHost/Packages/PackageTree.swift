/// The package inside a folder that holds more than it: sources, build output, recordings.
///
/// A package is its manifest, the signature, the shared objects, schemas and assets that the manifest names, and the
/// documents at the top of the folder. Everything else stays with its author.
struct PackageTree: PackageSource {
    /// Files at the top of the folder that belong to the package without being named in the manifest.
    private static let documents = ["README", "LICENSE", "NOTICE"].flatMap { name in
        ["", ".md", ".txt"].map { name + $0 }
    }

    private let source: any PackageSource
    private let candidates: Set<String>

    /// - Parameter takesDocuments: false for the named files alone.
    init(_ source: some PackageSource, manifest: PluginManifest, takesDocuments: Bool) {
        self.source = source
        candidates = Set(
            [PackageVerifier.manifestName, PackageVerifier.signatureName] + (takesDocuments ? Self.documents : [])
        ).union(manifest.namedPaths)
    }

    func contains(_ path: String) -> Bool { candidates.contains(path) && source.contains(path) }

    func read(_ path: String, limit: Int) throws(PluginRejection) -> [UInt8] {
        guard candidates.contains(path) else { throw PluginRejection(.path, "\(path) is missing") }
        return try source.read(path, limit: limit)
    }

    /// What there is of the package.
    func paths() -> [String] { candidates.filter(source.contains).sorted() }
}

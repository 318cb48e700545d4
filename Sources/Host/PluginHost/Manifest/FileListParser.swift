/// Reads the `[[file]]` and `[[asset]]` lists of a manifest.
enum FileListParser {
    private static let languages: Set<String> = [
        "c", "cpp", "rust", "go", "swift", "swift-embedded", "swift-static", "zig",
    ]

    /// Names that the package gives to files of its own.
    private static let taken = ["plugin.toml", "plugin.toml.minisig"]

    static func files(_ root: inout ManifestTable) -> [PluginManifest.File] {
        var files: [PluginManifest.File] = []
        let architectures = ELFNote.Machine.allCases.map(\.rawValue)
        for var table in root.tables("file", limit: 16) {
            let file = PluginManifest.File(
                path: path(&table),
                architecture: table.text("arch", limit: 16),
                sha256: table.optionalText("sha256", limit: 64, rule: .hexDigest),
                size: size(&table),
                runtime: table.optionalText("runtime", limit: 32, rule: .name),
                glibcMinimum: table.optionalText("glibc_min", limit: 16, rule: .dottedNumber))
            if table.has("arch"), !file.architecture.isEmpty, !architectures.contains(file.architecture) {
                table.fault("arch", "must be one of \(architectures.joined(separator: ", "))")
            }
            if let runtime = file.runtime, !languages.contains(runtime) {
                table.fault("runtime", "must be one of \(languages.sorted().joined(separator: ", "))")
            }
            if files.contains(where: { $0.path == file.path }) { table.fault("path", "is there twice") }
            if files.contains(where: { $0.architecture == file.architecture }) { table.fault("arch", "is there twice") }
            table.finish()
            files.append(file)
        }
        if files.isEmpty { root.fault("file", "needs at least one [[file]]") }
        return files
    }

    static func assets(_ root: inout ManifestTable) -> [PluginManifest.Asset] {
        root.tables("asset", limit: 512).map { table in
            var table = table
            let asset = PluginManifest.Asset(
                path: path(&table), sha256: table.optionalText("sha256", limit: 64, rule: .hexDigest),
                size: size(&table))
            table.finish()
            return asset
        }
    }

    private static func path(_ table: inout ManifestTable) -> String {
        let path = table.optionalPath("path") ?? ""
        if !table.has("path") { table.fault("path", "is missing") }
        if taken.contains(path) { table.fault("path", "is a name that every package uses itself") }
        return path
    }

    private static func size(_ table: inout ManifestTable) -> Int? {
        table.has("size") ? table.integer("size", in: 0...ELFNote.sizeLimit) : nil
    }
}

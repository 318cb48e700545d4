/// Compares the files of a package with those that its manifest lists.
enum PackageFiles {
    /// Reads every listed file and returns their contents by path.
    ///
    /// Throws a rejection `modified` if one differs or is missing, and, for a signed package, if there is a file that
    /// the manifest does not list or a shared object without a digest.
    static func check(
        _ manifest: PluginManifest, isSigned: Bool, source: some PackageSource
    ) throws(PluginRejection) -> [String: [UInt8]] {
        if isSigned { try checkCompleteness(manifest, source: source) }
        var contents: [String: [UInt8]] = [:]
        for file in manifest.listed {
            guard source.contains(file.path) else {
                throw PluginRejection(
                    isSigned ? .modified : .path, "\(file.path) is missing; reinstall the package")
            }
            let content = try source.read(file.path, limit: ELFNote.sizeLimit)
            guard file.size.map({ $0 == content.count }) ?? true, SHA256Digest.hex(content) == file.sha256 else {
                throw PluginRejection(
                    .modified,
                    "\(file.path) is not the file the manifest names: its size or SHA-256 differs; reinstall the package"
                )
            }
            contents[file.path] = content
        }
        return contents
    }

    private static func checkCompleteness(
        _ manifest: PluginManifest, source: some PackageSource
    ) throws(PluginRejection) {
        let bare =
            manifest.files.first { $0.sha256 == nil }?.path ?? manifest.assets.first { $0.sha256 == nil }?.path
        if let bare {
            throw PluginRejection(
                .modified,
                "the signed manifest gives no sha256 for \(bare); its vendor must run openwatch plugin sign "
                    + "--update-hashes")
        }
        let known = Set(manifest.listed.map(\.path)).union([
            PackageVerifier.manifestName, PackageVerifier.signatureName,
        ])
        if let extra = try source.paths().first(where: { !known.contains($0) }) {
            throw PluginRejection(
                .modified,
                "\(SafeText.line(extra, limit: 256)) is in the package and not in its signed manifest; remove the "
                    + "file or reinstall the package")
        }
    }
}

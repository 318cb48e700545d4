/// Writes sizes and digests of a package's files into the text of its manifest and leaves everything else as it is.
package enum ManifestHashes {
    /// - Parameters:
    ///   - text: a manifest.
    ///   - files: content by path, of every file of the package but the manifest and its signature.
    /// - Returns: the text with `sha256` and `size` in each `[[file]]` and an `[[asset]]` for each other file.
    ///
    /// Throws ``PluginError/Code/manifest`` if the text is no manifest, if it names a file that is not there, or if its `[[file]]` are not written as tables of their own.
    package static func update(_ text: String, files: [String: [UInt8]]) throws(PluginError) -> String {
        let manifest = try ManifestParser.parse(Array(text.utf8))
        let objects = Set(manifest.files.map(\.path))
        if let missing = objects.subtracting(files.keys).min() {
            throw PluginError(
                .manifest, "\(missing) is not in the package", hint: "build it, or remove its [[file]] from plugin.toml"
            )
        }
        if let missing = manifest.namedPaths.subtracting(files.keys).min() {
            throw PluginError(
                .manifest, "\(missing) is not in the package", hint: "put it there, or remove it from plugin.toml")
        }
        let lines = ManifestLines(Array(text.utf8))
        var result: [String] = []
        var header = ""
        var remaining = manifest.files[...]
        for index in lines.lines.indices {
            if let next = lines.header(index) {
                header = next
                if header == "[[asset]]" { continue }
            }
            let key = lines.key(index)
            if header == "[[asset]]", key != nil { continue }
            if header == "[[file]]", key == "sha256" || key == "size" { continue }
            result.append(String(decoding: lines.lines[index], as: UTF8.self))
            if lines.header(index) == "[[file]]", let file = remaining.popFirst() {
                result += values(files[file.path] ?? [])
            }
        }
        while let last = result.last, last.allSatisfy(\.isWhitespace) { result.removeLast() }
        for (path, content) in files.sorted(by: { $0.key < $1.key }) where !objects.contains(path) {
            result += ["", "[[asset]]", "path = \"\(path)\""] + values(content)
        }
        let updated = result.joined(separator: "\n") + "\n"
        let check = try ManifestParser.parse(Array(updated.utf8))
        let digests = files.mapValues { SHA256Digest.hex($0) }
        guard check.listed.count == files.count, check.listed.allSatisfy({ digests[$0.path] == $0.sha256 }),
            check.id == manifest.id, check.version == manifest.version
        else {
            throw PluginError(
                .manifest, "the digests cannot be written into this plugin.toml",
                hint: "write each [[file]] as a table of its own, path first, and no [[asset]]")
        }
        return updated
    }

    private static func values(_ content: [UInt8]) -> [String] {
        ["sha256 = \"\(SHA256Digest.hex(content))\"", "size = \(content.count)"]
    }
}

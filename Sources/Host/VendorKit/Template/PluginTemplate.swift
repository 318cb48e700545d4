package import PluginHost

/// A new plugin, before it is written: names checked, every file ready.
package struct PluginTemplate: Sendable {
    package let name: String
    package let id: String
    package let language: PluginLanguage
    /// By path inside the package.
    package let files: [String: [UInt8]]

    /// Fills a template in.
    ///
    /// - Parameter id: nil for `com.example.NAME`.
    ///
    /// Throws ``VendorKitError/Code/name`` for a name or an id that a server would refuse.
    package init(
        name: String, id: String? = nil, language: PluginLanguage, machine: ELFNote.Machine = .host
    ) throws(VendorKitError) {
        guard Self.isName(name) else {
            throw VendorKitError(
                .name, "\"\(Self.shown(name))\" cannot be a plugin's name",
                hint: "use 1 to 40 of a-z, 0-9 and '-', beginning with a letter and not ending with '-'")
        }
        let id = id ?? "com.example.\(name)"
        try Self.checkID(id)
        let values = [
            "@ID@": id, "@NAME@": name, "@ARCH@": machine.rawValue, "@RUNTIME@": language.runtime,
            "@MEMORY@": String(language.memoryMiB),
        ]
        var files: [String: [UInt8]] = [:]
        for folder in ["common", language.rawValue] {
            for (path, bytes) in EmbeddedFiles.folder(folder) {
                files[path] = Array(Self.replacing(values, in: String(decoding: bytes, as: UTF8.self)).utf8)
            }
        }
        for (path, bytes) in Self.kitFiles(language) { files[path] = bytes }
        self.name = name
        self.id = id
        self.language = language
        self.files = files
        try checkManifest()
    }

    /// What the sources of each language include or import, so that a plugin builds wherever it is.
    private static func kitFiles(_ language: PluginLanguage) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        let headers = EmbeddedFiles.folder("include")
        switch language {
        case .rust: break
        case .swift:
            for (path, bytes) in EmbeddedFiles.folder("kit") { files["kit/\(path)"] = bytes }
            for (path, bytes) in headers where !path.hasPrefix("kit/") {
                files["kit/PluginABI/include/\(path)"] = bytes
            }
        case .c, .cpp, .go, .zig:
            for (path, bytes) in headers where path.hasSuffix(".h") || language == .cpp && path.hasSuffix(".hpp") {
                files["include/\(path)"] = bytes
            }
        }
        return files
    }

    private static func isName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (1...40).contains(bytes.count), let first = bytes.first, isLetter(first), bytes.last != UInt8(ascii: "-")
        else { return false }
        return bytes.allSatisfy {
            isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

    private static func checkID(_ id: String) throws(VendorKitError) {
        for prefix in ["ow.", "core.", "org.openwatch."] where id.hasPrefix(prefix) {
            throw VendorKitError(
                .name, "ids that begin with \(prefix) are reserved", hint: "use a domain of your own, turned around")
        }
    }

    /// The manifest's own rules decide about the id.
    private func checkManifest() throws(VendorKitError) {
        do {
            _ = try ManifestParser.parse(files["plugin.toml"] ?? [])
        } catch {
            throw VendorKitError(
                .name, "\"\(Self.shown(id))\" cannot be a plugin's id",
                hint: error.faults.first.map { "\($0)" } ?? error.message, cause: error)
        }
    }

    private static func replacing(_ values: [String: String], in text: String) -> String {
        var result = text
        for (placeholder, value) in values { result = result.replacing(placeholder, with: value) }
        return result
    }

    private static func shown(_ text: String) -> String {
        String(text.unicodeScalars.prefix(80).map { $0.value < 0x20 ? "?" : Character($0) })
    }
}

import Foundation

/// The repository's files, found from the place of this source file.
enum Repository {
    struct File: Sendable {
        /// Relative to the repository.
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What building leaves behind, and the version control's own.
    private static let foreign: Set<String> = [".git", ".build", ".vendor", "build", "node_modules"]

    /// Text files below a folder of the repository, by path. Folders that a build makes are left out.
    static func files(under folder: String = "", extensions: Set<String>? = nil) throws -> [File] {
        var found: [File] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted() {
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            let url = root.appending(path: path)
            let values = try url.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
            if values.isSymbolicLink == true { continue }
            if values.isDirectory == true {
                if !foreign.contains(name) { found += try files(under: path, extensions: extensions) }
            } else if extensions?.contains(url.pathExtension) ?? true {
                guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
                found.append(File(path: path, text: text))
            }
        }
        return found
    }

    static func swiftFiles(under folder: String) throws -> [File] {
        try files(under: folder, extensions: ["swift"])
    }

    /// The Swift files of a module of the server.
    static func module(_ name: String) throws -> [File] { try swiftFiles(under: "Sources/Host/\(name)") }

    static var hostModules: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources/Host").path).sorted()
        }
    }
}

extension Repository.File {
    /// The modules that the file imports, whatever the access level and kind of the import.
    var imports: Set<String> {
        let pattern =
            /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
        return Set(lines.compactMap { line in (try? pattern.firstMatch(in: line)).map { String($0.1) } })
    }
}

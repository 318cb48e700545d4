import Foundation
package import JSON

/// A plugin's folder in this repository.
package struct PluginPackage {
    package let folder: String

    /// - Parameter name: The folder under `Plugins/`.
    package init(_ name: String, testFile: String = #filePath) {
        // Tests/PluginTestSupport/PluginPackage.swift or a sibling module's file: the root is three steps up.
        let root = URL(filePath: testFile).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        folder = root.appending(path: "Plugins/\(name)").path
    }

    package func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
    }

    package func schema(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Array(text("schema/\(name).json").utf8))
    }

    /// Id and version, as the manifest and as the source of the ELF note say them.
    package func identities() throws -> (manifest: [String], note: [String]) {
        let manifest = try text("plugin.toml")
        let note = try text("note/note.c").split(separator: "\"").enumerated()
        return (
            [value("id", in: manifest), value("version", in: manifest)],
            // Text between quotes: the header's name, the id, the version.
            note.filter { $0.offset % 2 == 1 }.dropFirst().map { String($0.element) }
        )
    }

    /// The shell text of each `[[permissions.ssh_section]]`, by id, in the manifest's order.
    package func sections() throws -> [(id: String, part: String, command: String)] {
        try text("plugin.toml").components(separatedBy: "[[permissions.ssh_section]]").dropFirst().map { table in
            (value("id", in: table), value("part", in: table), value("command", in: table))
        }
    }

    /// The value of a string key in the spellings that our manifests use: "…", '…' and '''…'''.
    package func value(_ key: String, in table: String) -> String {
        guard let start = table.range(of: "\n\(key) = ") else { return "" }
        let rest = table[start.upperBound...]
        for (open, close) in [("'''\n", "\n'''"), ("'", "'"), ("\"", "\"")] where rest.hasPrefix(open) {
            let body = rest.dropFirst(open.count)
            return body.range(of: close).map { String(body[..<$0.lowerBound]) } ?? ""
        }
        return ""
    }
}

import Foundation
import Testing
import Yams

/// The files under `contract/`, found from the place of this source file, and the YAML in them.
enum ContractFiles {
    static let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func load(_ name: String) throws -> Node {
        let file = repository.appending(path: "contract/\(name)")
        let root = try compose(yaml: String(contentsOf: file, encoding: .utf8))
        return try #require(root, "\(name) is empty")
    }

    /// The entries of a list in a registry file.
    static func entries(_ list: String, of name: String) throws -> [Node] {
        let sequence = try load(name)[list]?.sequence
        return Array(try #require(sequence, "\(name) has no list \(list)"))
    }

    /// One string of every entry of a list.
    static func texts(_ key: String, of list: String, in name: String) throws -> [String] {
        try entries(list, of: name).map { try #require($0[key]?.string) }
    }
}

import Foundation

/// `docs/plugin-guide.md`, taken apart into its code blocks.
struct Guide {
    /// What a block is, as its fence says after the language.
    enum Kind: Hashable {
        /// `template=PATH`: a file of the templates, filled in.
        case template(String)
        /// Commands that the tests run, in their order.
        case run
        /// Commands that need a host or a server of the reader's.
        case host
        /// A part of a manifest.
        case manifest
        /// A part of a probe's `run`, in C.
        case snippet
        /// A recording.
        case recording
    }

    struct Block {
        let language: String
        /// Nil if the fence does not say.
        let kind: Kind?
        /// With the line feed at its end.
        let text: String
        let line: Int
    }

    let blocks: [Block]
    let text: String

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    init() throws {
        text = try String(contentsOfFile: "\(Self.root)/docs/plugin-guide.md", encoding: .utf8)
        var blocks: [Block] = []
        var open: (info: [Substring], line: Int)?
        var body = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let (info, start) = open {
                if line == "```" {
                    blocks.append(
                        Block(
                            language: info.first.map(String.init) ?? "", kind: Self.kind(info.dropFirst()), text: body,
                            line: start))
                    open = nil
                } else {
                    body += line + "\n"
                }
            } else if line.hasPrefix("```") {
                open = (line.dropFirst(3).split(separator: " "), index + 1)
                body = ""
            }
        }
        self.blocks = blocks
    }

    private static func kind(_ words: ArraySlice<Substring>) -> Kind? {
        guard let word = words.first, words.count == 1 else { return nil }
        if word.hasPrefix("template=") { return .template(String(word.dropFirst(9))) }
        return ["run": .run, "host": .host, "manifest": .manifest, "snippet": .snippet, "recording": .recording][word]
    }

    func texts(_ kind: Kind) -> [String] { blocks.filter { $0.kind == kind }.map(\.text) }

    /// The first cells of the rows of every table that comes after a text, up to the next heading; without backquotes.
    func tableKeys(after heading: String) -> Set<String> {
        guard let start = text.range(of: heading) else { return [] }
        let section = text[start.upperBound...].prefix(
            upTo: text[start.upperBound...].range(of: "\n## ")?.lowerBound ?? text.endIndex)
        var keys: Set<String> = []
        for line in section.split(separator: "\n") where line.hasPrefix("| `") {
            let cell = line.dropFirst(2).prefix { $0 != "|" }
            for word in cell.split(separator: ",") {
                keys.insert(word.trimmingCharacters(in: .whitespaces).replacing("`", with: ""))
            }
        }
        return keys
    }
}

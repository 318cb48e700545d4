import Foundation

/// `docs/plugin-guide.md`, taken apart into its code blocks.
struct Guide {
    struct Block {
        let language: String
        /// `file=…` of the fence.
        let path: String?
        /// Whether the fence says `run`.
        let isRun: Bool
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
                            language: info.first.map(String.init) ?? "",
                            path: info.first { $0.hasPrefix("file=") }.map { String($0.dropFirst(5)) },
                            isRun: info.contains("run"), text: body, line: start))
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

    /// The files of one folder of the guide: path below the folder, and content.
    func files(in folder: String) -> [String: String] {
        var files: [String: String] = [:]
        for block in blocks {
            guard let path = block.path, path.hasPrefix(folder + "/") else { continue }
            files[String(path.dropFirst(folder.count + 1))] = block.text
        }
        return files
    }
}

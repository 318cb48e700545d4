/// Fills the `sha256` keys of a manifest in, leaving every other byte as it is: comments, order, spelling.
package enum ManifestHashes {
    private struct Table {
        var path: String?
        /// The line of `sha256`, if there is one.
        var hashLine: Int?
        /// The last line with a key.
        var lastLine: Int
    }

    /// The manifest's text with the hash of every file that one of the tables names.
    ///
    /// - Parameters:
    ///   - tables: names of arrays of tables whose entries have `path` and may have `sha256`.
    ///   - digest: 64 lower-case hexadecimal digits for a path, nil to leave the entry alone.
    package static func updating(
        _ text: String, tables: Set<String> = ["file"], digest: (String) throws(VendorKitError) -> String?
    ) throws(VendorKitError) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // From the end, so that an inserted line moves none that is still to come.
        for table in entries(of: tables, in: lines).reversed() {
            guard let path = table.path, let digest = try digest(path) else { continue }
            if let line = table.hashLine {
                lines[line] = replacingValue(of: lines[line], by: digest)
            } else {
                let indent = lines[table.lastLine].prefix { $0 == " " || $0 == "\t" }
                lines.insert("\(indent)sha256 = \"\(digest)\"", at: table.lastLine + 1)
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func entries(of tables: Set<String>, in lines: [String]) -> [Table] {
        var found: [Table] = []
        var isInside = false
        /// The quotes that end a text of several lines.
        var open: String?
        for (index, line) in lines.enumerated() {
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if let quotes = open {
                if trimmed.contains(quotes) { open = nil }
                continue
            }
            for quotes in ["'''", "\"\"\""] where line.components(of: quotes) % 2 == 1 { open = quotes }
            if trimmed.hasPrefix("[") {
                let name = trimmed.drop { $0 == "[" || $0 == " " }.prefix { $0 != "]" && $0 != " " }
                isInside = trimmed.hasPrefix("[[") && tables.contains(String(name))
                if isInside { found.append(Table(lastLine: index)) }
            } else if isInside, let equals = trimmed.firstIndex(of: "="), !trimmed.hasPrefix("#"),
                var table = found.popLast()
            {
                let key = trimmed[..<equals].filter { $0 != " " && $0 != "\t" && $0 != "\"" }
                if key == "path" { table.path = value(of: trimmed[trimmed.index(after: equals)...]) }
                if key == "sha256" { table.hashLine = index }
                table.lastLine = index
                found.append(table)
            }
        }
        return found
    }

    /// The text between the first two quotes of a kind.
    private static func value(of text: Substring) -> String? {
        guard let start = text.firstIndex(where: { $0 == "\"" || $0 == "'" }) else { return nil }
        let rest = text[text.index(after: start)...]
        return rest.firstIndex(of: text[start]).map { String(rest[..<$0]) }
    }

    private static func replacingValue(of line: String, by digest: String) -> String {
        guard let equals = line.firstIndex(of: "=") else { return line }
        let rest = line[line.index(after: equals)...]
        guard let start = rest.firstIndex(where: { $0 == "\"" || $0 == "'" }),
            let end = rest[rest.index(after: start)...].firstIndex(of: rest[start])
        else { return "\(line[...equals]) \"\(digest)\"" }
        return "\(line[..<start])\"\(digest)\"\(line[line.index(after: end)...])"
    }
}

extension String {
    /// How often a text is in this one.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}

/// The lines of a TOML text, and which of them begin a statement: those that do not lie inside of a multi-line string or
/// of an array that goes over several lines.
struct ManifestLines {
    let lines: [Substring]
    private let begins: [Bool]

    private enum State {
        case plain, comment
        case string(quote: Character, isLong: Bool)
    }

    init(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var begins: [Bool] = []
        var state = State.plain
        var depth = 0
        for line in lines {
            if case .plain = state, depth == 0 { begins.append(true) } else { begins.append(false) }
            var rest = line[...]
            while let character = rest.first {
                rest = rest.dropFirst()
                switch state {
                case .comment: rest = rest.dropFirst(rest.count)
                case .string(let quote, let isLong):
                    if quote == "\"", character == "\\" {
                        rest = rest.dropFirst()
                    } else if character == quote {
                        if !isLong {
                            state = .plain
                        } else if rest.hasPrefix(String(repeating: quote, count: 2)) {
                            // Up to two quotes may stand directly before the three that end the string.
                            rest = rest.drop { $0 == quote }
                            state = .plain
                        }
                    }
                case .plain:
                    if character == "#" {
                        state = .comment
                    } else if character == "\"" || character == "'" {
                        let isLong = rest.hasPrefix(String(repeating: character, count: 2))
                        if isLong { rest = rest.dropFirst(2) }
                        state = .string(quote: character, isLong: isLong)
                    } else if character == "[" || character == "{" {
                        depth += 1
                    } else if character == "]" || character == "}" {
                        depth = max(0, depth - 1)
                    }
                }
            }
            switch state {
            case .comment: state = .plain
            // A short string cannot go over a line end: the text is no TOML, and its parser says so.
            case .string(_, isLong: false): state = .plain
            default: break
            }
        }
        self.lines = lines
        self.begins = begins
    }

    /// The table header in a line, without spaces and comments, as `[[file]]`; nil if it is none.
    func header(_ index: Int) -> String? {
        guard begins[index] else { return nil }
        let line = lines[index].drop { $0 == " " || $0 == "\t" }
        guard line.first == "[", let end = line.lastIndex(of: "]") else { return nil }
        return String(line[...end].filter { $0 != " " && $0 != "\t" })
    }

    /// The key that a line gives a value to; nil if it gives none.
    func key(_ index: Int) -> String? {
        guard begins[index], header(index) == nil, let equals = lines[index].firstIndex(of: "=") else { return nil }
        let key = lines[index][..<equals].trimming()
        return key.isEmpty || key.hasPrefix("#") ? nil : String(key)
    }
}

extension Substring {
    fileprivate func trimming() -> Substring {
        var text = self.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
        return text
    }
}

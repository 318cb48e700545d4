/// The lines of a TOML text, and which of them begin a statement: those that do not lie inside of a multi-line string or
/// of an array that goes over several lines.
///
/// Works on bytes, because TOML does: what Swift sees as one character may be two of TOML's.
struct ManifestLines {
    typealias Line = ArraySlice<UInt8>

    /// Without their line feeds.
    let lines: [Line]
    private let begins: [Bool]

    private enum State {
        case plain, comment
        case string(quote: UInt8, isLong: Bool)
    }

    init(_ text: [UInt8]) {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var begins: [Bool] = []
        var state = State.plain
        var depth = 0
        for line in lines {
            if case .plain = state { begins.append(depth == 0) } else { begins.append(false) }
            var rest = line
            while let byte = rest.popFirst() {
                switch state {
                case .comment: rest = []
                case .string(let quote, let isLong):
                    if quote == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") {
                        rest = rest.dropFirst()
                    } else if byte == quote {
                        if !isLong {
                            state = .plain
                        } else if rest.starts(with: [quote, quote]) {
                            // Up to two quotes may stand directly before the three that end the string.
                            rest = rest.drop { $0 == quote }
                            state = .plain
                        }
                    }
                case .plain:
                    switch byte {
                    case UInt8(ascii: "#"): state = .comment
                    case UInt8(ascii: "\""), UInt8(ascii: "'"):
                        let isLong = rest.starts(with: [byte, byte])
                        if isLong { rest = rest.dropFirst(2) }
                        state = .string(quote: byte, isLong: isLong)
                    case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                    case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
                    default: break
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
        guard begins[index], let first = Self.trimmed(lines[index]).first, first == UInt8(ascii: "["),
            let end = lines[index].lastIndex(of: UInt8(ascii: "]"))
        else { return nil }
        return String(decoding: lines[index][...end].filter { !Self.isBlank($0) }, as: UTF8.self)
    }

    /// The key that a line gives a value to; nil if it gives none.
    func key(_ index: Int) -> String? {
        guard begins[index], header(index) == nil, let equals = lines[index].firstIndex(of: UInt8(ascii: "=")) else {
            return nil
        }
        let key = Self.trimmed(lines[index][..<equals])
        return key.isEmpty || key.first == UInt8(ascii: "#") ? nil : String(decoding: key, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    private static func trimmed(_ line: Line) -> Line {
        var line = line.drop(while: isBlank)
        while let last = line.last, isBlank(last) { line.removeLast() }
        return line
    }
}

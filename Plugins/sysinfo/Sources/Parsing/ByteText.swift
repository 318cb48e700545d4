/// A piece of what a host printed. Parsers work on bytes: the text is not trusted to be UTF-8, short or well formed.
typealias Bytes = ArraySlice<UInt8>

enum TextLimit {
    /// Bytes of one string in a snapshot; what is longer is cut.
    static let string = 4096
    /// Bytes of a name that identifies something; an entry with a longer one is not believed.
    static let name = 256
    /// Words that one line is split into.
    static let words = 64
}

extension ArraySlice where Element == UInt8 {
    /// The lines without their ends, empty ones included.
    var lines: [Bytes] {
        split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
    }

    /// The fields between separators, empty ones included; the last one takes the rest once there are `limit`.
    func fields(_ separator: Character, limit: Int = Int.max) -> [Bytes] {
        guard let byte = separator.asciiValue else { return [self] }
        return split(separator: byte, maxSplits: Swift.max(0, limit - 1), omittingEmptySubsequences: false)
    }

    /// The words between blanks, at most ``TextLimit/words`` of them.
    var words: [Bytes] {
        split(maxSplits: TextLimit.words, omittingEmptySubsequences: true) { $0 == 0x20 || $0 == 0x09 }
            .prefix(TextLimit.words).map { $0 }
    }

    var trimmed: Bytes {
        var slice = self
        while let first = slice.first, first == 0x20 || (0x09...0x0D).contains(first) { slice = slice.dropFirst() }
        while let last = slice.last, last == 0x20 || (0x09...0x0D).contains(last) { slice = slice.dropLast() }
        return slice
    }

    /// As text, with replacement characters where the bytes are not UTF-8, cut at ``TextLimit/string``.
    var text: String {
        guard count > TextLimit.string else { return String(decoding: self, as: UTF8.self) }
        var end = startIndex + TextLimit.string
        while end > startIndex, self[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: self[startIndex..<end], as: UTF8.self)
    }

    /// As text, nil when there is none.
    var textIfAny: String? {
        let value = trimmed
        return value.isEmpty ? nil : value.text
    }

    var isUTF8: Bool { String(validating: self, as: UTF8.self) != nil }

    /// A decimal number and nothing else; nil for anything malformed or out of range.
    var integer: Int64? {
        guard !isEmpty, count <= 20 else { return nil }
        let negative = first == 0x2D
        let digits = negative ? dropFirst() : self
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(Int64(digit - 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return negative ? -value : value
    }

    /// A decimal number that is not negative.
    var count64: Int64? {
        guard let value = integer, value >= 0 else { return nil }
        return value
    }

    func starts(with text: String) -> Bool { starts(with: text.utf8) }

    func equals(_ text: String) -> Bool { elementsEqual(text.utf8) }

    /// What follows a prefix, nil when it is not there.
    func after(_ prefix: String) -> Bytes? { starts(with: prefix) ? dropFirst(prefix.utf8.count) : nil }

    /// Key and value of a `key=value` line.
    var assignment: (key: String, value: Bytes)? {
        guard let position = firstIndex(of: 0x3D), position > startIndex, position - startIndex <= TextLimit.name
        else { return nil }
        return (self[startIndex..<position].text, self[(position + 1)...])
    }
}

/// The parts of a section's output between lines that start with `#`, by the text behind it.
struct MarkedParts {
    private(set) var parts: [(name: String, lines: [Bytes])] = []

    /// - Parameter names: the headings that count; a `#` line with another text is data.
    init(_ output: Bytes, names: Set<String>) {
        for line in output.lines {
            if let heading = line.after("#"), heading.count <= TextLimit.name, names.contains(heading.text) {
                parts.append((heading.text, []))
            } else if !parts.isEmpty {
                parts[parts.count - 1].lines.append(line)
            }
        }
    }

    subscript(name: String) -> [Bytes]? { parts.first { $0.name == name }?.lines }
}

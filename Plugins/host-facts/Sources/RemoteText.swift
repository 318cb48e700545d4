/// Text that came from a managed machine: never trusted to be short or printable.
package enum RemoteText {
    /// Longest string, in UTF-8 bytes, that a fact may carry.
    package static let maximumBytes = 4096

    /// The text without surrounding white space and control characters, cut at ``maximumBytes``; nil when nothing is left.
    package static func fact(_ text: some StringProtocol) -> String? {
        var scalars = String.UnicodeScalarView()
        var bytes = 0
        for scalar in trimmed(text).unicodeScalars where !isControl(scalar) {
            bytes += UTF8.width(scalar)
            guard bytes <= maximumBytes else { break }
            scalars.append(scalar)
        }
        return scalars.isEmpty ? nil : String(scalars)
    }

    /// The text without spaces, tabs and line ends at both ends.
    package static func trimmed(_ text: some StringProtocol) -> Substring {
        var rest = Substring(text)
        while let first = rest.unicodeScalars.first, isBlank(first) { rest.unicodeScalars.removeFirst() }
        while let last = rest.unicodeScalars.last, isBlank(last) { rest.unicodeScalars.removeLast() }
        return rest
    }

    /// The lines of a text, line ends removed. A carriage return before the line feed is removed too.
    package static func lines(_ text: some StringProtocol) -> [Substring] {
        // "\r\n" is one Character, so the split works on scalars.
        Substring(text).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Substring(line.last == "\r" ? line.dropLast() : line)
        }
    }

    /// The words of a line, parted by any run of spaces and tabs.
    package static func words(_ line: some StringProtocol) -> [Substring] {
        Substring(line).unicodeScalars.split(whereSeparator: isBlank).map { Substring($0) }
    }

    /// The lines of the form `key=value`. The first line of a key counts; other lines are skipped.
    package static func assignments(_ text: some StringProtocol) -> [String: String] {
        var values: [String: String] = [:]
        for line in lines(text) {
            guard let sign = line.firstIndex(of: "=") else { continue }
            let key = String(trimmed(line[..<sign]))
            if values[key] == nil, let value = fact(line[line.index(after: sign)...]) { values[key] = value }
        }
        return values
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}

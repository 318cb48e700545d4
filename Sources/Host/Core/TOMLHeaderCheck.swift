/// Finds what the TOML library would end the process for: a table header without a key, for example a line `[`, and in
/// a list what can begin no value, for example `[}`.
///
/// The library asserts where it should report. This reads just enough of TOML - strings, comments, brackets - to know
/// where a statement begins; every other fault is left to the library.
package enum TOMLHeaderCheck {
    /// What is wrong with such a line.
    package static let fault = "begins with neither a key nor the name of a table, or its brackets do not fit"

    /// - Returns: the number of the first line that begins with neither a key nor a table's name, or that has such a
    ///   character in a list; nil without one.
    package static func faultyLine(in text: some Collection<UInt8>) -> Int? {
        var scanner = Scanner(bytes: Array(text))
        return scanner.faultyLine()
    }

    private struct Scanner {
        let bytes: [UInt8]
        private var index = 0
        private var line = 1
        /// Open brackets and braces of a value, which may go on over lines.
        private var open: [UInt8] = []

        init(bytes: [UInt8]) {
            self.bytes = bytes
            if bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
        }

        mutating func faultyLine() -> Int? {
            var isStart = true
            var isHeader = false
            while let byte = current {
                switch byte {
                case UInt8(ascii: "\n"):
                    index += 1
                    line += 1
                    if open.isEmpty { (isStart, isHeader) = (true, false) }
                case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
                case UInt8(ascii: "#"): index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                case UInt8(ascii: "[") where isStart:
                    index += 1
                    skipSpace()
                    if current == UInt8(ascii: "[") {
                        index += 1
                        skipSpace()
                    }
                    guard let next = current, Self.beginsKey(next) else { return line }
                    (isStart, isHeader) = (false, true)
                case _ where isStart && !Self.beginsKey(byte): return line
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    isStart = false
                    skipString(byte)
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    if !isHeader { open.append(byte) }
                    index += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    let expected = byte == UInt8(ascii: "]") ? UInt8(ascii: "[") : UInt8(ascii: "{")
                    guard isHeader || open.isEmpty || open.popLast() == expected else { return line }
                    index += 1
                // Unicode's line ends and spaces among them; nothing of TOML is written so outside of strings.
                case 0x80... where !open.isEmpty: return line
                default:
                    isStart = false
                    index += 1
                }
            }
            return nil
        }

        private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

        private mutating func skipSpace() {
            while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
        }

        private mutating func skipString(_ quote: UInt8) {
            let isLong = bytes[index...].starts(with: [quote, quote, quote])
            index += isLong ? 3 : 1
            while let byte = current {
                if byte == UInt8(ascii: "\n") {
                    guard isLong else { return }
                    line += 1
                }
                if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                    // An escaped line end counts as one.
                    if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { line += 1 }
                    index += 2
                } else if byte == quote, !isLong {
                    index += 1
                    return
                } else if byte == quote, bytes[index...].starts(with: [quote, quote, quote]) {
                    index += 3
                    // Up to two quotes may stand before the three that end it.
                    while current == quote { index += 1 }
                    return
                } else {
                    index += 1
                }
            }
        }

        private static func beginsKey(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "\""),
                UInt8(ascii: "'"):
                true
            default: false
            }
        }
    }
}

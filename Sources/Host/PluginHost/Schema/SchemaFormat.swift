import Core

/// The `format` values that are checked.
enum SchemaFormat: String, Sendable, CaseIterable {
    case dateTime = "date-time"
    case uuid
    case ipv4
    case ipv6
    case hostname
    case duration

    func accepts(_ text: String) -> Bool {
        switch self {
        case .dateTime:
            text.utf8.count <= 64 && text.contains(where: { $0 == "T" || $0 == "t" }) && Timestamp(parsing: text) != nil
        case .uuid: Self.isUUID(text)
        case .ipv4: Self.isIPv4(text)
        case .ipv6: Self.isIPv6(text)
        case .hostname: Self.isHostname(text)
        case .duration: Self.isDuration(text)
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 36
            && bytes.enumerated().allSatisfy { index, byte in
                [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : isHex(byte)
            }
    }

    private static func isIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy(isDigit)
                    && (part == "0" || !part.hasPrefix("0"))
                    && (Int(part) ?? 256) < 256
            }
    }

    private static func isIPv6(_ text: String) -> Bool {
        guard text.utf8.count <= 45, !text.contains(":::") else { return false }
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups = halves.map(String.init)
        guard groups.count >= 3 else { return false }
        var count = 0
        if let last = groups.last, last.contains(".") {
            guard isIPv4(last) else { return false }
            groups.removeLast()
            count = 2
        }
        let compressed = text.contains("::")
        if compressed, let range = text.range(ofDoubleColon: 0), text.range(ofDoubleColon: range + 2) != nil {
            return false
        }
        if text.hasPrefix(":") && !text.hasPrefix("::") { return false }
        if text.hasSuffix(":") && !text.hasSuffix("::") { return false }
        for group in groups where !group.isEmpty {
            guard group.utf8.count <= 4, group.utf8.allSatisfy(isHex) else { return false }
            count += 1
        }
        return compressed ? count < 8 : count == 8
    }

    private static func isHostname(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return (1...253).contains(text.utf8.count)
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "-") }
            }
    }

    /// RFC 3339 appendix A: `P1Y2M3DT4H5M6S` or `P7W`.
    private static func isDuration(_ text: String) -> Bool {
        guard text.hasPrefix("P"), text.utf8.count <= 64 else { return false }
        let body = text.dropFirst()
        if body.hasSuffix("W") {
            let weeks = body.dropLast()
            return !weeks.isEmpty && weeks.utf8.allSatisfy(isDigit)
        }
        let parts = body.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard isSequence(parts[0], of: "YMD") else { return false }
        guard parts.count == 2 else { return !parts[0].isEmpty }
        return !parts[1].isEmpty && isSequence(parts[1], of: "HMS")
    }

    /// Numbers, each followed by one of the units, in the units' order.
    private static func isSequence(_ text: Substring, of units: String) -> Bool {
        var remaining = Substring(units)
        var digits = 0
        for character in text {
            if character.isASCII, character.isNumber {
                digits += 1
            } else {
                guard digits > 0, let position = remaining.firstIndex(of: character) else { return false }
                remaining = remaining[remaining.index(after: position)...]
                digits = 0
            }
        }
        return digits == 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}

extension String {
    /// The offset of the first `::` at or after a byte offset.
    fileprivate func range(ofDoubleColon start: Int) -> Int? {
        let bytes = Array(utf8)
        guard bytes.count >= start + 2 else { return nil }
        return (start...bytes.count - 2).first {
            bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":")
        }
    }
}

/// Base64 as minisign writes it: the standard alphabet, padded, and for each value exactly one text.
enum StrictBase64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [UInt8?] = {
        var values = [UInt8?](repeating: nil, count: 256)
        for (index, character) in alphabet.enumerated() { values[Int(character)] = UInt8(index) }
        return values
    }()

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for index in 0..<4 {
                text.append(
                    index <= group.count ? alphabet[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for anything that ``encode(_:)`` would not write for exactly this many bytes.
    static func decode(_ text: some Collection<UInt8>, count: Int) -> [UInt8]? {
        guard text.count == (count + 2) / 3 * 4 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 2)
        var bits = 0
        var position = 0
        // Digits that carry bits; the rest is padding.
        let digits = (count * 8 + 5) / 6
        for character in text {
            if position < digits {
                guard let value = values[Int(character)] else { return nil }
                bits = bits << 6 | Int(value)
            } else {
                guard character == UInt8(ascii: "=") else { return nil }
                bits <<= 6
            }
            position += 1
            if position % 4 == 0 {
                bytes += [
                    UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                    UInt8(truncatingIfNeeded: bits),
                ]
                bits = 0
            }
        }
        // The bits of the last digit that belong to no byte must be zero.
        guard bytes.dropFirst(count).allSatisfy({ $0 == 0 }) else { return nil }
        return Array(bytes.prefix(count))
    }
}

/// The eight bytes by which a signature names the key that made it. They select a key and prove nothing.
package struct MinisignKeyID: Sendable, Hashable, CustomStringConvertible {
    static let byteCount = 8
    let bytes: [UInt8]

    init(_ bytes: some Collection<UInt8>) {
        self.bytes = Array(bytes.prefix(Self.byteCount))
    }

    /// From 16 hexadecimal digits, as minisign shows them.
    package init?(_ text: String) {
        guard text.utf8.count == 16, text.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let number = UInt64(text, radix: 16)
        else { return nil }
        bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }

    /// 16 upper-case hexadecimal digits, as minisign shows them: the bytes as a little-endian number.
    package var description: String {
        let number = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

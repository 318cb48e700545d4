/// A range of addresses in CIDR notation: `10.0.0.0/8`, `2001:db8::/32`, or one address.
package struct AddressRange: Hashable, Sendable {
    private let base: [UInt8]
    private let prefix: Int

    /// Nil if the text is malformed, the prefix too long, or bits behind the prefix are set, which is mostly a slip.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        let bits = address.bytes.count * 8
        if parts.count == 2 {
            let digits = parts[1]
            guard (1...3).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
                let length = Int(digits), length <= bits, !first.contains(":") || !address.isIPv4
            else { return nil }
            prefix = length
        } else {
            prefix = bits
        }
        base = address.bytes
        guard Self.masked(base, prefix) == base else { return nil }
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.bytes.count == base.count && Self.masked(address.bytes, prefix) == base
    }

    private static func masked(_ bytes: [UInt8], _ prefix: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = min(8, max(0, prefix - index * 8))
            return byte & ~UInt8(truncatingIfNeeded: 0xff >> kept)
        }
    }

    /// A list separated by commas or blanks; nil if one of its parts is malformed.
    package static func list(_ text: String) -> [AddressRange]? {
        let parts = text.split { $0 == "," || $0 == " " }
        let ranges = parts.compactMap { AddressRange($0) }
        return ranges.count == parts.count ? ranges : nil
    }
}

import Glibc

/// An IPv4 or IPv6 address. IPv4 in its IPv6 form (`::ffff:192.0.2.1`) is IPv4.
package struct IPAddress: Hashable, Sendable {
    /// Four or sixteen, most significant first.
    package let bytes: [UInt8]

    /// Nil for anything but a numeric address; IPv6 without brackets, and without a zone.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = four
            return
        }
        var sixteen = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
        let isMapped = sixteen[..<10].allSatisfy { $0 == 0 } && sixteen[10] == 0xff && sixteen[11] == 0xff
        bytes = isMapped ? Array(sixteen[12...]) : sixteen
    }

    var isIPv4: Bool { bytes.count == 4 }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        var buffer = [CChar](repeating: 0, count: 64)
        guard inet_ntop(isIPv4 ? AF_INET : AF_INET6, bytes, &buffer, socklen_t(buffer.count)) != nil else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

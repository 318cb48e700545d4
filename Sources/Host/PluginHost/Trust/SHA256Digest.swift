import Crypto

/// SHA-256 of bytes in memory, to compare a file with the digest its manifest names.
enum SHA256Digest {
    /// 64 lower-case hexadecimal digits.
    static func hex(_ message: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in SHA256.hash(data: message) {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

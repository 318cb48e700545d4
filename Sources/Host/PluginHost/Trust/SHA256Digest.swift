import Crypto

/// SHA-256 of bytes in memory, to compare a file with the digest its manifest names.
enum SHA256Digest {
    /// 64 lower-case hexadecimal digits.
    static func hex(_ message: [UInt8]) -> String {
        SHA256.hash(data: message).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

import COpenSSL

/// Random lower-case hexadecimal text from OpenSSL's generator.
enum Nonce {
    static func make(bytes count: Int) -> String {
        var bytes = [UInt8](repeating: 0, count: count)
        if RAND_bytes(&bytes, Int32(count)) != 1 {
            // Never seen on Linux; the system's generator is as good.
            for index in bytes.indices { bytes[index] = UInt8.random(in: 0...255) }
        }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

import Crypto
import Foundation

/// What an authenticator app does with a provisioning URI (RFC 6238), written apart from the server's own code.
struct OneTimeCode {
    private let secret: [UInt8]

    init(uri: String) throws {
        guard let text = URLComponents(string: uri)?.queryItems?.first(where: { $0.name == "secret" })?.value else {
            throw Failure(description: "no secret in \(uri)")
        }
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = text.flatMap { character -> [Int] in
            let value = alphabet.firstIndex(of: character) ?? 0
            return (0..<5).map { (value >> (4 - $0)) & 1 }
        }
        secret = stride(from: 0, to: bits.count - 7, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | UInt8($1) }
        }
    }

    /// - Parameter steps: how many steps of 30 seconds after now; one either way is accepted.
    func code(_ steps: Int = 0) -> String {
        var counter = UInt64(Int(Date().timeIntervalSince1970) / 30 + steps)
        var message = [UInt8](repeating: 0, count: 8)
        for index in message.indices.reversed() {
            message[index] = UInt8(counter & 0xff)
            counter >>= 8
        }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 0xf)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        return String(format: "%06d", number % 1_000_000)
    }
}

import Core
import Crypto
import Foundation

/// Time-based one-time passwords (RFC 6238): HMAC-SHA-1, 6 digits, 30 seconds, 20-byte secrets.
enum TOTP {
    static let stepSeconds: Int64 = 30
    static let digits = 6
    /// Clocks may differ by one step either way (RFC 6238 section 5.2).
    static let drift: Int64 = 1
    static let secretLength = 20

    static func makeSecret() -> [UInt8] {
        SymmetricKey(size: .init(bitCount: secretLength * 8)).withUnsafeBytes { Array($0) }
    }

    static func step(at time: Timestamp) -> Int64 { time.unixSeconds / stepSeconds }

    /// The code of a time step, with leading zeros.
    static func code(_ secret: [UInt8], step: Int64) -> String {
        let counter = withUnsafeBytes(of: UInt64(bitPattern: step).bigEndian) { Array($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[mac.count - 1] & 0x0f)
        let number =
            (UInt32(mac[offset] & 0x7f) << 24) | (UInt32(mac[offset + 1]) << 16) | (UInt32(mac[offset + 2]) << 8)
            | UInt32(mac[offset + 3])
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The time step whose code this is.
    ///
    /// Every step is compared, in time that does not depend on the digits.
    ///
    /// - Parameter lastStep: codes of this step and of older ones are spent.
    /// - Returns: nil for a wrong or spent code.
    static func step(of code: String, secret: [UInt8], at time: Timestamp, after lastStep: Int64) -> Int64? {
        var found: Int64?
        let now = step(at: time)
        for step in (now - drift)...(now + drift) where ConstantTime.equal(self.code(secret, step: step), code) {
            if step > lastStep { found = step }
        }
        return found
    }

    /// What an authenticator app reads from a QR code. Parameters in alphabetical order.
    static func provisioningURI(secret: [UInt8], username: String) -> String {
        var unreserved = CharacterSet(charactersIn: "-._~")
        unreserved.formUnion(
            CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
        let name = username.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
        return "otpauth://totp/OpenWatch:\(name)?algorithm=SHA1&digits=\(digits)&issuer=OpenWatch&period=\(stepSeconds)"
            + "&secret=\(Base32.encode(secret))"
    }
}

/// Base32 (RFC 4648 section 6), upper case, without padding.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    static func encode(_ bytes: [UInt8]) -> String {
        var text = ""
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = (buffer << 8) | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int((buffer >> UInt32(bits)) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int((buffer << UInt32(5 - bits)) & 31)]) }
        return text
    }
}

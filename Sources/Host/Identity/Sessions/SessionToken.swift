import Crypto
import Foundation

/// A random secret that a client keeps; the server stores its hash alone.
struct SessionToken: Sendable {
    let text: String

    /// 32 random bytes, base64url without padding.
    static func make() -> SessionToken {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        return SessionToken(text: Base64URL.encode(bytes))
    }

    init(text: String) {
        self.text = text
    }

    var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// The CSRF token of the session: derived from the secret, so it can belong to no other session.
    var csrfToken: String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("openwatch-csrf".utf8), using: SymmetricKey(data: Array(text.utf8)))
        return code.map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }
}

enum Base64URL {
    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}

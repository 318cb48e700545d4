import Crypto

/// The public half of a key that licences are signed with.
package struct IssuerKey: Sendable {
    package enum Role: String, Sendable {
        case current
        /// Still accepted; licences signed with it are told apart.
        case previous = "prev"
        /// Not accepted any more; kept so that a refusal can say why.
        case deprecated
    }

    /// SHA-256 over the key's SubjectPublicKeyInfo in base64url, which is the `kid` of licences signed with it.
    package let id: String
    package let role: Role
    private let key: Curve25519.Signing.PublicKey

    /// - Parameter pem: one Ed25519 key as SubjectPublicKeyInfo (`-----BEGIN PUBLIC KEY-----`).
    /// - Throws: `key` for anything else.
    package init(pem: String, role: Role) throws {
        let der = try Ed25519PEM.publicKey(pem)
        do {
            key = try Curve25519.Signing.PublicKey(rawRepresentation: der.suffix(32))
        } catch {
            throw LicensingError(.key, "the public key is not one of Ed25519", cause: error)
        }
        id = Base64URL.encode(SHA256.hash(data: der))
        self.role = role
    }

    func verifies(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        signature.count == 64 && key.isValidSignature(signature, for: bytes)
    }
}

import Core
import Crypto
import JSON

/// Signs licences with the private half of an issuer key.
package struct LicenseIssuer: Sendable {
    /// A new key pair in PEM.
    package struct KeyPair: Sendable {
        /// PKCS #8.
        package let privateKeyPEM: String
        /// SubjectPublicKeyInfo.
        package let publicKeyPEM: String
        package let keyID: String

        package static func make() -> KeyPair {
            let key = Curve25519.Signing.PrivateKey()
            let publicKeyPEM = Ed25519PEM.encode(publicKey: key.publicKey.rawRepresentation)
            return KeyPair(
                privateKeyPEM: Ed25519PEM.encode(privateKey: key.rawRepresentation), publicKeyPEM: publicKeyPEM,
                keyID: (try? IssuerKey(pem: publicKeyPEM, role: .current).id) ?? "")
        }
    }

    private let key: Curve25519.Signing.PrivateKey
    package let keyID: String

    /// - Parameter privateKeyPEM: an Ed25519 key as PKCS #8.
    /// - Throws: `key` for anything else.
    package init(privateKeyPEM: String) throws {
        let seed = try Ed25519PEM.privateKey(privateKeyPEM)
        do {
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            throw LicensingError(.key, "the private key is not one of Ed25519", cause: error)
        }
        keyID = try IssuerKey(
            pem: Ed25519PEM.encode(publicKey: key.publicKey.rawRepresentation), role: .current
        ).id
    }

    /// The licence as a compact JWT.
    ///
    /// - Throws: `order` for one that could never be valid or would be too long.
    package func issue(_ order: LicenseOrder) throws -> String {
        guard !order.customerID.isEmpty, !order.issuer.isEmpty else {
            throw LicensingError(.order, "a licence needs an issuer and a customer")
        }
        guard order.expiresAt > (order.notBefore ?? order.issuedAt) else {
            throw LicensingError(.order, "the licence would end before it begins")
        }
        var claims: JSONObject = [
            "iss": .string(order.issuer), "aud": "openwatch", "iat": .integer(order.issuedAt.unixSeconds),
            "exp": .integer(order.expiresAt.unixSeconds), "tier": .string(order.tier.rawValue),
            "features": .strings(order.features.map(\.id)), "customer_id": .string(order.customerID),
        ]
        if let notBefore = order.notBefore { claims["nbf"] = .integer(notBefore.unixSeconds) }
        if let fingerprint = order.fingerprint { claims["fingerprint"] = .string(fingerprint) }
        let token = try sign(header: ["alg": "EdDSA", "kid": .string(keyID), "typ": "JWT"], payload: claims)
        guard token.utf8.count <= CompactJWT.maximumBytes else {
            throw LicensingError(.order, "the licence would be longer than \(CompactJWT.maximumBytes) bytes")
        }
        return token
    }

    func sign(header: JSONObject, payload: JSONObject) throws -> String {
        let input = [header, payload].map { Base64URL.encode(JSONValue.object($0).encoded()) }.joined(separator: ".")
        return input + "." + Base64URL.encode(try key.signature(for: Array(input.utf8)))
    }
}

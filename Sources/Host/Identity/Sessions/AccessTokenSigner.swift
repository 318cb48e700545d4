import Core
import Crypto
import Foundation
import JSON
import JWTKit

/// Signs and checks the access tokens of API clients: JWT, RS256, 30 minutes, bound to a session.
///
/// A token is only as good as its session: each request looks the session up, so logout and disabling a user cut it.
/// The header names the key (`kid`), so that the key can be changed: tokens of previous keys are accepted as long as
/// those are configured.
package struct AccessTokenSigner: Sendable {
    static let lifetimeSeconds: Int64 = 1_800

    static let issuer = "openwatch"
    static let audience = "openwatch-api"

    private struct Claims: JWTPayload {
        let iss: IssuerClaim
        let aud: AudienceClaim
        let sub: SubjectClaim
        let sid: String
        let iat: IssuedAtClaim
        let exp: ExpirationClaim
        let jti: IDClaim
        let role: String

        func verify(using algorithm: some JWTAlgorithm) async throws {
            try exp.verifyNotExpired()
            try aud.verifyIntendedAudience(includes: AccessTokenSigner.audience)
            guard iss.value == AccessTokenSigner.issuer else {
                throw JWTError.claimVerificationFailure(failedClaim: iss, reason: "another issuer")
            }
        }
    }

    private let keys: JWTKeyCollection
    /// Ids of every key that is accepted; the first one signs.
    private let keyIDs: [String]

    /// - Parameters:
    ///   - privateKeyPEM: an RSA key of at least 2,048 bits, PKCS#1 or PKCS#8.
    ///   - previousKeysPEM: RSA keys, private or public, one after another, whose tokens are still accepted.
    /// - Throws: `keyInvalid` for anything else.
    package init(privateKeyPEM: String, previousKeysPEM: String = "") async throws {
        let keys = JWTKeyCollection()
        var keyIDs: [String] = []
        do {
            let key = try JWTKit.Insecure.RSA.PrivateKey(pem: privateKeyPEM)
            keyIDs.append(Self.keyID(of: key.publicKey))
            await keys.add(rsa: key, digestAlgorithm: .sha256, kid: JWKIdentifier(string: keyIDs[0]))
        } catch {
            throw IdentityError(
                .keyInvalid, "identity.jwt_private_key is not an RSA private key of at least 2048 bits",
                hint: "remove the file and a new one is made at the next start", cause: error)
        }
        do {
            for pem in Self.blocks(of: previousKeysPEM) {
                let key =
                    pem.contains(" PRIVATE KEY-----")
                    ? try JWTKit.Insecure.RSA.PrivateKey(pem: pem).publicKey
                    : try JWTKit.Insecure.RSA.PublicKey(pem: pem)
                let id = Self.keyID(of: key)
                guard !keyIDs.contains(id) else { continue }
                keyIDs.append(id)
                await keys.add(rsa: key, digestAlgorithm: .sha256, kid: JWKIdentifier(string: id))
            }
        } catch {
            throw IdentityError(
                .keyInvalid, "identity.jwt_previous_keys holds something else than RSA keys of at least 2048 bits",
                hint: "keep the PEM files of keys that were in use until half an hour ago, and nothing else",
                cause: error)
        }
        self.keys = keys
        self.keyIDs = keyIDs
    }

    /// The first bytes of the public key's SHA-256, so that every server gives a key the same id.
    private static func keyID(of key: JWTKit.Insecure.RSA.PublicKey) -> String {
        Base64URL.encode(Array(SHA256.hash(data: key.derRepresentation).prefix(12)))
    }

    /// The PEM blocks of a text.
    private static func blocks(of text: String) -> [String] {
        var blocks: [String] = []
        var current = ""
        for line in text.split(whereSeparator: \.isNewline) {
            current += line + "\n"
            if line.hasPrefix("-----END ") {
                blocks.append(current)
                current = ""
            }
        }
        if !current.allSatisfy(\.isWhitespace) { blocks.append(current) }
        return blocks
    }

    func token(userID: UUID, sessionID: UUID, role: String) async throws -> String {
        let now = Date()
        return try await keys.sign(
            Claims(
                iss: .init(value: Self.issuer), aud: .init(value: [Self.audience]), sub: .init(value: userID.text),
                sid: sessionID.text, iat: .init(value: now),
                exp: .init(value: now.addingTimeInterval(Double(Self.lifetimeSeconds))),
                jti: .init(value: UUID.v7().text), role: role),
            kid: JWKIdentifier(string: keyIDs[0]))
    }

    /// The session that a token was made for; nil for a token that is not ours, not RS256, of a key that is not
    /// accepted, or expired.
    func sessionID(of token: String) async -> UUID? {
        guard token.utf8.count <= 4_096, isAcceptable(header: token),
            let claims = try? await keys.verify(token, as: Claims.self)
        else { return nil }
        return UUID(uuidString: claims.sid)
    }

    /// The library verifies with the key's algorithm whatever name the header gives, so the name is looked at here.
    private func isAcceptable(header token: String) -> Bool {
        guard let header = token.split(separator: ".", omittingEmptySubsequences: false).first,
            let bytes = Array(decodingBase64URL: header), let value = try? JSONValue(parsing: bytes)
        else { return false }
        // The library falls back to the signing key for an id that it does not know.
        return value["alg"]?.string == "RS256" && value["kid"]?.string.map(keyIDs.contains) == true
    }
}

extension Array<UInt8> {
    /// The bytes of base64url text without padding; nil for any other text.
    fileprivate init?(decodingBase64URL text: Substring) {
        let plain = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        let padding = String(repeating: "=", count: (4 - plain.count % 4) % 4)
        guard let data = Data(base64Encoded: String(plain) + padding) else { return nil }
        self = Array(data)
    }
}

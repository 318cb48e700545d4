import Core
import Foundation
import JSON
import JWTKit

/// Signs and checks the access tokens of API clients: JWT, RS256, 30 minutes, bound to a session.
///
/// A token is only as good as its session: each request looks the session up, so logout and disabling a user cut it.
package struct AccessTokenSigner: Sendable {
    static let lifetimeSeconds: Int64 = 1_800

    private struct Claims: JWTPayload {
        let sub: SubjectClaim
        let sid: String
        let iat: IssuedAtClaim
        let exp: ExpirationClaim
        let jti: IDClaim
        let role: String

        func verify(using algorithm: some JWTAlgorithm) async throws {
            try exp.verifyNotExpired()
        }
    }

    private let keys: JWTKeyCollection

    /// - Parameter privateKeyPEM: an RSA key of at least 2,048 bits, PKCS#1 or PKCS#8.
    /// - Throws: `keyInvalid` for anything else.
    package init(privateKeyPEM: String) async throws {
        do {
            let key = try Insecure.RSA.PrivateKey(pem: privateKeyPEM)
            keys = await JWTKeyCollection().add(rsa: key, digestAlgorithm: .sha256)
        } catch {
            throw IdentityError(
                .keyInvalid, "identity.jwt_private_key is not an RSA private key of at least 2048 bits",
                hint: "remove the file and a new one is made at the next start", cause: error)
        }
    }

    func token(userID: UUID, sessionID: UUID, role: String) async throws -> String {
        let now = Date()
        return try await keys.sign(
            Claims(
                sub: .init(value: userID.text), sid: sessionID.text, iat: .init(value: now),
                exp: .init(value: now.addingTimeInterval(Double(Self.lifetimeSeconds))),
                jti: .init(value: UUID.v7().text), role: role))
    }

    /// The session that a token was made for; nil for a token that is not ours, not RS256 or expired.
    func sessionID(of token: String) async -> UUID? {
        guard token.utf8.count <= 4_096, Self.isRS256(token),
            let claims = try? await keys.verify(token, as: Claims.self)
        else { return nil }
        return UUID(uuidString: claims.sid)
    }

    /// The library verifies with the key's algorithm whatever name the header gives, so the name is looked at here.
    private static func isRS256(_ token: String) -> Bool {
        guard let header = token.split(separator: ".", omittingEmptySubsequences: false).first,
            let bytes = Array(decodingBase64URL: header), let value = try? JSONValue(parsing: bytes)
        else { return false }
        return value["alg"]?.string == "RS256"
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

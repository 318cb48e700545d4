import Contract
import Core
import Foundation
import JSON

@testable import Licensing

/// A licensor of a test's own.
struct TestIssuer: Sendable {
    static let name = "openwatch-licensing"
    /// 2026-03-02T10:00:00Z
    static let now = Timestamp(microseconds: 1_772_445_600_000_000)

    let pair: LicenseIssuer.KeyPair
    let issuer: LicenseIssuer

    init() throws {
        pair = .make()
        issuer = try LicenseIssuer(privateKeyPEM: pair.privateKeyPEM)
    }

    func key(_ role: IssuerKey.Role = .current) throws -> IssuerKey {
        try IssuerKey(pem: pair.publicKeyPEM, role: role)
    }

    /// Claims of a licence that is good for 100 days around `now`; `changes` overwrite them, null takes one out.
    static func claims(_ changes: JSONObject = [:]) -> JSONObject {
        var claims: JSONObject = [
            "iss": .string(name), "aud": "openwatch", "iat": .integer(now.unixSeconds - 86_400),
            "exp": .integer(now.unixSeconds + 99 * 86_400), "tier": "openwatch_plus",
            "features": ["audit_query", "vendor_plugins"], "customer_id": "acme",
        ]
        for (name, value) in changes { claims[name] = value.isNull ? Optional<JSONValue>.none : value }
        return claims
    }

    func token(_ changes: JSONObject = [:], header: JSONObject? = nil) throws -> String {
        try issuer.sign(
            header: header ?? ["alg": "EdDSA", "kid": .string(pair.keyID), "typ": "JWT"], payload: Self.claims(changes))
    }

    func verifier(fingerprint: String? = nil) throws -> LicenseVerifier {
        LicenseVerifier(keys: IssuerKeyRing([try key()]), issuer: Self.name, fingerprint: fingerprint)
    }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let lock = NSLock()
    private nonisolated(unsafe) var time: Timestamp

    init(_ time: Timestamp = TestIssuer.now) { self.time = time }

    func now() -> Timestamp { lock.withLock { time } }

    func move(days: Int64 = 0, seconds: Int64 = 0) {
        lock.withLock { time = time.adding(seconds: days * 86_400 + seconds) }
    }
}

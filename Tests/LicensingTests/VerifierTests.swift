import Core
import Crypto
import Foundation
import JSON
import Testing

@testable import Licensing

@Suite("Verifying a licence")
struct VerifierTests {
    private let issuer: TestIssuer
    private let verifier: LicenseVerifier
    private let now = TestIssuer.now

    init() throws {
        issuer = try TestIssuer()
        verifier = try issuer.verifier()
    }

    private func result(
        _ changes: JSONObject = [:], at time: Timestamp = TestIssuer.now, watermark: Timestamp? = nil
    ) throws -> LicenseResult {
        verifier.verifyStrictly(try issuer.token(changes), at: time, watermark: watermark).result
    }

    private func seconds(_ offset: Double) -> JSONValue { .number(Double(now.unixSeconds) + offset) }

    @Test("a licence with every claim is valid and says what it grants")
    func valid() throws {
        let verification = verifier.verify(try issuer.token(["nbf": seconds(-10)]), at: now, watermark: nil)
        let license = try #require(verification.license)
        #expect(verification.result == .valid && verification.warnings.isEmpty && verification.reason == nil)
        #expect(license.features == ["audit_query", "vendor_plugins"] && license.tier == .openwatchPlus)
        #expect(license.claims.customerID == "acme" && license.keyID == issuer.pair.keyID)
        #expect(!license.usesPreviousKey && license.mismatchedKeyID == nil)
    }

    @Test("a licence that was issued by hand and one of the issuer verify alike")
    func issued() throws {
        let token = try issuer.issuer.issue(
            LicenseOrder(
                issuer: TestIssuer.name, customerID: "acme", tier: .enterprise, features: [.pluginInProcess],
                issuedAt: now, notBefore: now, expiresAt: now.adding(seconds: 60), fingerprint: "f"))
        let verification = verifier.verify(token, at: now, watermark: nil)
        #expect(verification.result == .valid)
        #expect(verification.license?.features == ["plugin_in_process"] && verification.license?.tier == .enterprise)
        #expect(verification.license?.claims.fingerprint == "f")
    }

    @Test("an order that makes no sense is not issued")
    func orders() throws {
        let order = LicenseOrder(
            issuer: "i", customerID: "c", tier: .free, features: [], issuedAt: now, expiresAt: now.adding(seconds: 1))
        func refuses(_ change: (inout LicenseOrder) -> Void) -> Bool {
            var changed = order
            change(&changed)
            return (try? issuer.issuer.issue(changed)) == nil
        }
        #expect(!refuses { _ in })
        #expect(refuses { $0.customerID = "" } && refuses { $0.issuer = "" } && refuses { $0.expiresAt = now })
        #expect(
            refuses { $0.notBefore = $0.expiresAt } && refuses { $0.customerID = String(repeating: "x", count: 20_000) }
        )
    }

    @Test("the issuer of the licence must be the expected one, to the letter")
    func issuerName() throws {
        for name: JSONValue in ["someone", "", "openwatch-licensing ", nil] {
            #expect(try result(["iss": name]) == .issuerInvalid)
        }
        #expect(try result(["iss": 7]) == .malformed)
    }

    @Test("the audience is a string or an array that holds openwatch")
    func audience() throws {
        for good: JSONValue in ["openwatch", ["openwatch"], ["other", "openwatch"]] {
            #expect(try result(["aud": good]) == .valid)
        }
        for bad: JSONValue in ["other", [], ["OpenWatch"], nil, "openwatch other"] {
            #expect(try result(["aud": bad]) == .audienceInvalid)
        }
        for wrong: JSONValue in [7, ["openwatch", 7], [:]] { #expect(try result(["aud": wrong]) == .malformed) }
    }

    @Test("the time of issue is needed and may lie ten seconds ahead")
    func issuedAt() throws {
        #expect(try result(["iat": nil]) == .malformed)
        #expect(try result(["iat": seconds(10)]) == .valid)
        #expect(try result(["iat": seconds(10.001)]) == .notYetValid)
        #expect(try result(["iat": seconds(11)]) == .notYetValid)
        for wrong: JSONValue in ["1772445600", true, -1, 1e30, .number(-.infinity), []] {
            #expect(try result(["iat": wrong]) == .malformed)
        }
    }

    @Test("the begin is exact, unlike the time of issue")
    func notBefore() throws {
        #expect(try result(["nbf": seconds(0)]) == .valid)
        #expect(try result(["nbf": seconds(0.001)]) == .notYetValid)
        #expect(try result(["nbf": seconds(1)]) == .notYetValid)
        #expect(try result(["nbf": "soon"]) == .malformed)
    }

    @Test("the end belongs to the grace period, the end of that to neither")
    func end() throws {
        let token = try issuer.token(["exp": seconds(0)])
        func at(_ microseconds: Int64) -> LicenseVerification {
            verifier.verify(
                token, at: Timestamp(microseconds: now.microseconds + microseconds), watermark: nil)
        }
        let grace: Int64 = 30 * 86_400 * 1_000_000
        #expect(at(-1).license?.phase(at: Timestamp(microseconds: now.microseconds - 1)) == .active)
        #expect(at(-1).result == .valid && at(-1).warnings.isEmpty)
        #expect(at(0).result == .valid && at(0).warnings.count == 1)
        #expect(at(grace - 1).result == .valid && at(grace - 1).warnings.count == 1)
        #expect(at(grace).result == .expired && at(grace).license != nil)
        #expect(try result(["exp": nil]) == .malformed)
        #expect(try result(["exp": .number(Double(now.unixSeconds) + 0.5)]) == .valid)
    }

    @Test("a clock more than an hour behind the watermark is a result of its own, and only a warning in the end")
    func clockRollback() throws {
        let token = try issuer.token()
        let hour = now.adding(seconds: 3_600)
        #expect(verifier.verifyStrictly(token, at: now, watermark: hour).result == .valid)
        let over = Timestamp(microseconds: hour.microseconds + 1)
        #expect(verifier.verifyStrictly(token, at: now, watermark: over).result == .clockRollback)
        let tolerant = verifier.verify(token, at: now, watermark: over)
        #expect(tolerant.result == .valid && tolerant.isClockBehind && tolerant.license != nil)
        #expect(tolerant.warnings.count == 1)
        // The other checks still decide.
        let expired = verifier.verify(try issuer.token(["exp": seconds(-31 * 86_400)]), at: now, watermark: over)
        #expect(expired.result == .expired && expired.isClockBehind)
        #expect(verifier.verify(try issuer.token(["nbf": seconds(5)]), at: now, watermark: over).result == .notYetValid)
    }

    @Test("a fingerprint counts when licence and installation have one")
    func fingerprint() throws {
        let here = try issuer.verifier(fingerprint: "here")
        #expect(here.verify(try issuer.token(["fingerprint": "here"]), at: now, watermark: nil).result == .valid)
        #expect(here.verify(try issuer.token(), at: now, watermark: nil).result == .valid)
        #expect(here.verify(try issuer.token(["fingerprint": ""]), at: now, watermark: nil).result == .valid)
        let foreign = here.verify(try issuer.token(["fingerprint": "there"]), at: now, watermark: nil)
        #expect(foreign.result == .fingerprintMismatch && foreign.license == nil)
        #expect(try result(["fingerprint": "there"]) == .valid)
        let ended = try issuer.token(["fingerprint": "there", "exp": seconds(-31 * 86_400)])
        #expect(here.verify(ended, at: now, watermark: nil).result == .expired)
    }

    @Test("features and tiers of a newer version are carried and told, and spoil nothing")
    func unknown() throws {
        let token = try issuer.token(["features": ["time_travel", "audit_query", "audit_query"], "tier": "galactic"])
        let verification = verifier.verify(token, at: now, watermark: nil)
        #expect(verification.result == .valid && verification.warnings.count == 2)
        #expect(verification.license?.features == ["time_travel", "audit_query"])
        #expect(verification.license?.tier == .free && verification.license?.claims.tier == "galactic")
        #expect(try result(["features": nil, "tier": nil, "customer_id": nil]) == .valid)
        for wrong: JSONValue in ["audit_query", [7], [nil]] { #expect(try result(["features": wrong]) == .malformed) }
        #expect(try result(["tier": 1]) == .malformed)
        #expect(try result(["customer_id": []]) == .malformed)
        let nulls = try JSONValue(parsing: Array(#"{"features":null,"tier":null,"nbf":null,"aud":null}"#.utf8))
        let claims = try LicenseClaims(#require(nulls.object))
        #expect(claims.features.isEmpty && claims.tier == "free" && claims.notBefore == nil && claims.audience.isEmpty)
    }

    @Test("the first check that fails names the result")
    func order() throws {
        // From the last check to the first, each fault added to those before.
        var changes: JSONObject = ["fingerprint": "there"]
        let here = try issuer.verifier(fingerprint: "here")
        let mark = now.adding(seconds: 10_000)
        for (name, value, expected, watermark) in [
            ("customer_id", "x", LicenseResult.fingerprintMismatch, Timestamp?.none),
            ("exp", seconds(-31 * 86_400), .expired, nil), ("nbf", seconds(1), .notYetValid, nil),
            ("customer_id", "y", .clockRollback, mark), ("iat", seconds(11), .notYetValid, mark),
            ("aud", "other", .audienceInvalid, mark), ("iss", "other", .issuerInvalid, mark),
        ] as [(String, JSONValue, LicenseResult, Timestamp?)] {
            changes[name] = value
            let token = try issuer.token(changes)
            #expect(here.verifyStrictly(token, at: now, watermark: watermark).result == expected, "\(name)")
        }
        let stranger = try TestIssuer()
        #expect(here.verifyStrictly(try stranger.token(changes), at: now, watermark: mark).result == .signatureInvalid)
    }

    @Test("no claim is looked at before the signature is good")
    func signatureFirst() throws {
        let stranger = try TestIssuer()
        let verification = verifier.verify(try stranger.token(["exp": "never"]), at: now, watermark: nil)
        #expect(verification.result == .signatureInvalid && verification.license == nil)
    }
}

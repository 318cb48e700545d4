import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import JSON
import Testing

@testable import Identity
@testable import Web

@Suite("One-time codes")
struct TOTPTests {
    private let secret = Array("12345678901234567890".utf8)

    @Test(
        "codes are those of RFC 6238 appendix B, six digits of them",
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)])
    func vectors(seconds: Int64, code: String) {
        let time = Timestamp(microseconds: seconds * 1_000_000)
        #expect(TOTP.code(secret, step: TOTP.step(at: time)) == code)
        #expect(TOTP.step(of: code, secret: secret, at: time, after: 0) == seconds / 30)
    }

    @Test("a code counts one step early and late, and not two; not for a step that is spent")
    func drift() {
        let time = Timestamp(microseconds: 1_111_111_111_000_000)
        let now = TOTP.step(at: time)
        for offset in Int64(-3)...3 {
            let found = TOTP.step(of: TOTP.code(secret, step: now + offset), secret: secret, at: time, after: 0)
            #expect((found != nil) == (abs(offset) <= 1), "\(offset)")
        }
        let code = TOTP.code(secret, step: now)
        #expect(TOTP.step(of: code, secret: secret, at: time, after: now) == nil)
        #expect(TOTP.step(of: code, secret: secret, at: time, after: now - 1) == now)
        for text in ["", "1", "12345", "1234567", "abcdef", "００００００"] {
            #expect(TOTP.step(of: text, secret: secret, at: time, after: 0) == nil)
        }
    }

    @Test("the URI has its parameters in order, an unpadded secret and an encoded name")
    func uri() {
        #expect(
            TOTP.provisioningURI(secret: secret, username: "ada lovelace/é")
                == "otpauth://totp/OpenWatch:ada%20lovelace%2F%C3%A9?algorithm=SHA1&digits=6&issuer=OpenWatch&period=30"
                + "&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(TOTP.makeSecret().count == 20 && TOTP.makeSecret() != TOTP.makeSecret())
        #expect(Base32.encode(Array("foob".utf8)) == "MZXW6YQ")
    }

    @Test("recovery codes are read as people type them")
    func recoveryCodes() throws {
        let code = RecoveryCode.make()
        #expect(code.text.wholeMatch(of: /[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}/) != nil)
        for typed in [code.text, code.text.lowercased(), code.text.replacing("-", with: ""), " \(code.text) "] {
            #expect(RecoveryCode(typed: typed) == code)
        }
        #expect(RecoveryCode(typed: "OOOOO-IIILL")?.text == "00000-11111")
        for typed in ["", "12345", "ABCDE-FGHJ", "ABCDE-FGHJKM", "ABCDE-FGHJU"] {
            #expect(RecoveryCode(typed: typed) == nil)
        }
        let user = UUID.v7()
        #expect(code.hash(for: user) != code.hash(for: .v7()) && code.hash(for: user).count == 32)
    }
}

@Suite("Second factors")
struct SecondFactorTests {
    private func signInCode(_ database: Database, otp: String?) async -> ErrorCode? {
        await apiError { _ = try await IdentityBench.signIn(database, otp: otp) }?.code
    }

    @Test("R12: an enrolment that was never confirmed locks nobody out; the secret is sealed and bound to its place")
    func abandoned() async throws {
        try await withAreaDatabase { test in
            let id = try await IdentityBench.addAdministrator(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let uri = try await IdentityBench.factors(test.database).enroll(by: caller)
            let secret = try IdentityBench.secret(of: uri)
            _ = try await IdentityBench.signIn(test.database)
            let status = try await IdentityBench.factors(test.database).status(of: caller)
            #expect(!status.enrolled && status.enrollmentPending)
            let row = try #require(try await test.database.query("SELECT * FROM auth_mfa").first)
            let sealed = try row.bytes("encrypted_pending_secret")
            let box = try IdentityBench.box()
            #expect(try box.open(sealed, place: IdentitySealedColumns.pendingSecondFactor.place(id.text)) == secret)
            let elsewhere = IdentitySealedColumns.secondFactor.place(id.text)
            #expect(throws: IdentityError.self) { try box.open(sealed, place: elsewhere) }
            try await test.database.execute("UPDATE auth_mfa SET pending_at = now() - interval '16 minutes'")
            let late = await apiError {
                try await IdentityBench.factors(test.database).verify(IdentityBench.code(secret), by: caller)
            }
            #expect(late?.code == .authMFANotEnrolled, "a factor waits 15 minutes for its first code")
        }
    }

    @Test("a confirmed factor is asked for at sign-in; each code counts once, whatever it was used for")
    func signIn() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let secret = try await IdentityBench.addFactor(test.database, caller)
            #expect(await signInCode(test.database, otp: nil) == .authMFARequired)
            for otp in ["000000", "12345", "nonsense", IdentityBench.code(secret, offset: -1)] {
                #expect(await signInCode(test.database, otp: otp) == .authMFAInvalid, "\(otp)")
            }
            try await test.database.execute("DELETE FROM auth_throttle")
            let code = IdentityBench.code(secret)
            #expect(await signInCode(test.database, otp: code) == nil)
            #expect(await signInCode(test.database, otp: code) == .authMFAInvalid, "a code is spent by its use")
            let rows = try await test.database.query(
                "SELECT detail FROM audit_events WHERE action = 'auth.login.success' ORDER BY occurred_at, id")
            #expect(try rows.map { try JSONValue(parsing: $0.json("detail"))["mfa_used"] } == [false, true])
            #expect(try await test.database.auditActions().contains("auth.mfa.enrolled"))
            // The right password first: nobody learns from a code whether a password is right.
            let error = await apiError {
                _ = try await IdentityBench.signIn(test.database, password: "wrong", otp: IdentityBench.code(secret))
            }
            #expect(error?.code == .authInvalidCredentials)
        }
    }

    @Test(
        "C7: a session alone neither replaces nor removes a factor; the old one counts until the new one is confirmed")
    func takeover() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let old = try await IdentityBench.addFactor(test.database, caller)
            let service = try IdentityBench.factors(test.database)
            try await test.database.execute("UPDATE sessions SET authenticated_at = now() - interval '11 minutes'")
            for refused in [
                await apiError { _ = try await service.enroll(by: caller) },
                await apiError { try await service.disable(by: caller) },
                await apiError { _ = try await service.makeRecoveryCodes(by: caller) },
            ] {
                #expect(refused?.code == .authReauthenticationRequired)
            }
            let again = try IdentityBench.reauthentication(test.database)
            for (password, otp, code) in [
                ("wrong", IdentityBench.code(old), ErrorCode.authInvalidCredentials),
                (nil, nil, .authInvalidCredentials),
                (IdentityBench.password, nil, .authMFARequired), (IdentityBench.password, "000000", .authMFAInvalid),
            ] {
                let error = await apiError { try await again.reauthenticate(password: password, otp: otp, by: caller) }
                #expect(error?.code == code)
            }
            try await again.reauthenticate(
                password: IdentityBench.password, otp: IdentityBench.code(old), by: caller)
            let new = try IdentityBench.secret(of: try await service.enroll(by: caller))
            try await test.database.execute("UPDATE auth_mfa SET last_step = 0")
            #expect(await signInCode(test.database, otp: nil) == .authMFARequired)
            #expect(await signInCode(test.database, otp: IdentityBench.code(new)) == .authMFAInvalid)
            #expect(await signInCode(test.database, otp: IdentityBench.code(old)) == nil)
            try await service.verify(IdentityBench.code(new, offset: -1), by: caller)
            #expect(await signInCode(test.database, otp: IdentityBench.code(old, offset: 1)) == .authMFAInvalid)
            #expect(await signInCode(test.database, otp: IdentityBench.code(new)) == nil)
            #expect(try await test.database.auditActions().contains("auth.reauthenticated"))
        }
    }

    @Test("ten recovery codes stand in for the factor once each; new ones void the old; removal takes them along")
    func recovery() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let service = try IdentityBench.factors(test.database)
            #expect(await apiError { _ = try await service.makeRecoveryCodes(by: caller) }?.code == .authMFANotEnrolled)
            _ = try await IdentityBench.addFactor(test.database, caller)
            let old = try await service.makeRecoveryCodes(by: caller)
            let codes = try await service.makeRecoveryCodes(by: caller)
            #expect(codes.count == 10 && Set(codes + old).count == 20)
            #expect(await signInCode(test.database, otp: old[0].text) == .authMFAInvalid)
            #expect(await signInCode(test.database, otp: codes[0].text.lowercased()) == nil)
            #expect(await signInCode(test.database, otp: codes[0].text) == .authMFAInvalid)
            #expect(try await service.status(of: caller).recoveryCodesLeft == 9)
            let hashes = try await test.database.query(
                "SELECT auth_recovery_codes::text AS row FROM auth_recovery_codes")
            for row in hashes { #expect(try codes.allSatisfy { try !row.string("row").contains($0.text) }) }
            try await service.disable(by: caller)
            #expect(try await test.database.count("SELECT count(*) AS n FROM auth_recovery_codes") == 0)
            #expect(await signInCode(test.database, otp: nil) == nil)
            #expect(await apiError { try await service.disable(by: caller) }?.code == .authMFANotEnrolled)
            let actions = try await test.database.auditActions()
            #expect(actions.contains("auth.mfa.disabled") && actions.contains("auth.mfa.recovery_codes.created"))
        }
    }

    @Test("a policy that asks for a factor lets a session only set one up, and it goes on once that is done")
    func enrollmentStep() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (_, admin) = try await IdentityBench.signIn(test.database)
            _ = try await IdentityBench.policies(test.database).replace(
                with: AuthPolicyUpdateRequest(
                    requireMFA: true, sessionIdleTimeoutSeconds: 900, sessionAbsoluteTimeoutSeconds: 43_200), by: admin)
            let (issued, caller) = try await IdentityBench.signIn(test.database)
            #expect(issued.outstandingStep == .mfaEnrollment && caller.outstandingStep == .mfaEnrollment)
            #expect(issued.response.mfaEnrollmentRequired == true)
            _ = try await IdentityBench.addFactor(test.database, caller)
            let cookie = issued.sessionToken.text
            #expect(try await IdentityBench.caller(test.database, cookie: cookie).outstandingStep == nil)
            try await IdentityBench.factors(test.database).disable(by: caller)
            #expect(try await IdentityBench.caller(test.database, cookie: cookie).outstandingStep == .mfaEnrollment)
        }
    }

    @Test("a sign-in that did not show the factor can show it and nothing else, a pending one is no way around")
    func secondFactorStep() async throws {
        try await withAreaDatabase { test in
            let id = try await IdentityBench.addAdministrator(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let secret = try await IdentityBench.addFactor(test.database, caller)
            let issuer = SessionIssuer(signer: try await IdentityBench.signer())
            let issued = try await test.database.transaction { transaction in
                let user = try #require(try await UserStore().user(id: id, from: transaction))
                return try await issuer.issue(
                    for: user, method: .openIDConnect, caller: IdentityBench.stranger, in: transaction)
            }
            let cookie = issued.sessionToken.text
            let waiting = try await IdentityBench.caller(test.database, cookie: cookie)
            #expect(waiting.outstandingStep == .secondFactor)
            let service = try IdentityBench.factors(test.database)
            let pending = try IdentityBench.secret(of: try await service.enroll(by: caller))
            let wrong = await apiError { try await service.verify(IdentityBench.code(pending), by: waiting) }
            #expect(wrong?.code == .authMFAInvalid)
            try await service.verify(IdentityBench.code(secret), by: waiting)
            #expect(try await IdentityBench.caller(test.database, cookie: cookie).outstandingStep == nil)
        }
    }

    @Test("what is left of a sign-in follows from account and policy, the factor before all")
    func steps() {
        func step(_ has: Bool, _ shown: Bool, _ change: Bool, _ required: Bool) -> SignInStep? {
            SignInRules.step(
                hasSecondFactor: has, secondFactorShown: shown, mustChangePassword: change,
                requiresSecondFactor: required)
        }
        #expect(step(true, false, true, true) == .secondFactor)
        #expect(step(true, true, true, true) == .passwordChange)
        #expect(step(true, true, false, true) == nil)
        #expect(step(false, false, true, true) == .passwordChange)
        #expect(step(false, false, false, true) == .mfaEnrollment)
        #expect(step(false, false, false, false) == nil)
    }
}

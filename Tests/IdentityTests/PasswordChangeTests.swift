import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import JSON
import Testing

@testable import Identity
@testable import Web

@Suite("Changing the own password")
struct PasswordChangeTests {
    private static let new = "another long sentence"

    @Test("R4: a change ends every other session with its tokens, and leaves the one that asks")
    func revokes() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (other, _) = try await IdentityBench.signIn(test.database)
            let (issued, caller) = try await IdentityBench.signIn(test.database)
            try await test.database.execute("UPDATE users SET must_change_password = true")
            try await test.database.execute("UPDATE sessions SET outstanding_step = 'password_change'")
            try await IdentityBench.passwords(test.database).change(
                from: IdentityBench.password, to: Self.new, by: caller)
            let acting = try await IdentityBench.caller(test.database, cookie: issued.sessionToken.text)
            #expect(acting.outstandingStep == nil)
            let refreshing = try await IdentityBench.refreshing(test.database)
            let authenticator = try await IdentityBench.authenticator(test.database)
            let bearer = try await authenticator.authenticate(
                RequestCredentials(
                    sessionCookie: nil, authorization: "Bearer \(other.accessToken)", address: nil, userAgent: nil,
                    isBackground: false))
            guard case .rejected("session_revoked") = bearer else {
                Issue.record("the other session's access token is still accepted")
                return
            }
            let refused = await apiError {
                _ = try await refreshing.refresh(
                    other.refreshToken.text, replacesSessionToken: false, caller: IdentityBench.stranger)
            }
            #expect(refused?.code == .authRefreshInvalid)
            _ = try await refreshing.refresh(
                issued.refreshToken.text, replacesSessionToken: false, caller: IdentityBench.stranger)
            #expect(
                await apiError { _ = try await IdentityBench.signIn(test.database) }?.code == .authInvalidCredentials)
            _ = try await IdentityBench.signIn(test.database, password: Self.new)
            let row = try #require(
                try await test.database.query("SELECT * FROM audit_events WHERE action = 'auth.password.changed'").first
            )
            #expect(try JSONValue(parsing: row.json("detail"))["sessions"] == 1)
            #expect(
                try await test.database.count(
                    "SELECT count(*) AS n FROM users WHERE must_change_password OR NOT has_admin_password") == 0)
        }
    }

    @Test("a wrong current password and an unacceptable new one change nothing; the answers say which and why")
    func refused() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let service = try IdentityBench.passwords(test.database)
            let before = try await test.database.query("SELECT users::text AS row FROM users").first?.string("row")
            let wrong = await apiError { try await service.change(from: "wrong", to: Self.new, by: caller) }
            #expect(wrong?.code == .authInvalidCredentials)
            for (password, reason) in [
                ("short", "too_short"), ("fourteen chars", "too_short"),
                (String(repeating: "xy", count: 65), "too_long"),
                ("the name is ada, q", "contains_account"), ("passwordpassword1", "common"),
                (IdentityBench.password, "unchanged"),
            ] {
                let error = await apiError {
                    try await service.change(from: IdentityBench.password, to: password, by: caller)
                }
                #expect(error?.code == .authPasswordPolicy && error?.detail["reason"] == .string(reason), "\(reason)")
            }
            #expect(
                try await test.database.query("SELECT users::text AS row FROM users").first?.string("row") == before)
            let actions = try await test.database.auditActions()
            #expect(actions.filter { $0 == "auth.password.policy_failed" }.count == 6)
            #expect(actions.contains("auth.login.failure"))
        }
    }

    @Test("C8: a stolen session cannot try passwords: from the fifth on it waits, and the owner's sign-in does not")
    func throttled() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let passwords = try IdentityBench.passwords(test.database)
            let again = try IdentityBench.reauthentication(test.database)
            for index in 0..<5 {
                let error = await apiError {
                    if index % 2 == 0 {
                        try await passwords.change(from: "wrong \(index)", to: Self.new, by: caller)
                    } else {
                        try await again.reauthenticate(password: "wrong \(index)", otp: nil, by: caller)
                    }
                }
                #expect(error?.code == .authInvalidCredentials)
            }
            #expect(
                try await test.database.count("SELECT count(*) AS n FROM auth_throttle WHERE blocked_until IS NOT NULL")
                    == 1)
            try await test.database.execute("UPDATE auth_throttle SET blocked_until = now() + interval '300 s'")
            for error in [
                await apiError { try await passwords.change(from: IdentityBench.password, to: Self.new, by: caller) },
                await apiError {
                    try await again.reauthenticate(password: IdentityBench.password, otp: nil, by: caller)
                },
                await apiError { try await IdentityBench.factors(test.database).verify("123456", by: caller) },
            ] {
                #expect(error?.code == .rateLimited && error?.headers["Retry-After"].flatMap { Int($0) } ?? 0 > 200)
            }
            _ = try await IdentityBench.signIn(test.database)
            try await test.database.execute("UPDATE auth_throttle SET blocked_until = now()")
            try await passwords.change(from: IdentityBench.password, to: Self.new, by: caller)
            #expect(try await test.database.count("SELECT count(*) AS n FROM auth_throttle") == 0)
        }
    }
}

import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import JSON
import Testing

@testable import Identity
@testable import Web

@Suite("Refreshing")
struct RefreshTests {
    private func refresh(
        _ text: String, _ database: Database, cookie: Bool = false
    ) async throws -> RefreshedSession {
        try await IdentityBench.refreshing(database).refresh(
            text, replacesSessionToken: cookie, caller: IdentityBench.stranger)
    }

    private func code(_ text: String, _ database: Database) async -> ErrorCode? {
        await apiError { _ = try await refresh(text, database) }?.code
    }

    private func reason(_ cookie: String, _ database: Database) async -> String? {
        do {
            _ = try await IdentityBench.caller(database, cookie: cookie)
            return nil
        } catch {
            return (error as? IdentityBench.Refused)?.reason
        }
    }

    @Test("a refresh token gives the next one of the same session, moves the idle limit and is on record")
    func rotation() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, _) = try await IdentityBench.signIn(test.database)
            let first = try await refresh(issued.refreshToken.text, test.database)
            let second = try await refresh(first.refreshToken.text, test.database)
            #expect(
                Set([issued.refreshToken.text, first.refreshToken.text, second.refreshToken.text]).count == 3
                    && second.sessionToken == nil)
            #expect(try await IdentityBench.signer().sessionID(of: second.accessToken) == issued.id)
            #expect(try await test.database.count("SELECT count(*) AS n FROM sessions") == 1)
            #expect(try await test.database.auditActions().filter { $0 == "auth.token.refreshed" }.count == 2)
            #expect(try await IdentityBench.caller(test.database, cookie: issued.sessionToken.text).label == "ada")
        }
    }

    @Test(
        "R11: a refresh revives an idle session, and neither it nor its tokens pass the absolute limit of the sign-in")
    func absoluteLimit() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, _) = try await IdentityBench.signIn(test.database)
            try await test.database.execute(
                """
                UPDATE sessions SET expires_at = now() - interval '1 hour', absolute_expires_at = now() + interval '500 s'
                """)
            #expect(await reason(issued.sessionToken.text, test.database) == "session_expired")
            let first = try await refresh(issued.refreshToken.text, test.database)
            #expect(await reason(issued.sessionToken.text, test.database) == nil)
            func seconds(_ column: String, _ table: String) async throws -> Int {
                try await test.database.count(
                    "SELECT max(extract(epoch FROM \(column) - now()))::int AS n FROM \(table)")
            }
            #expect((480...500).contains(try await seconds("expires_at", "sessions")))
            #expect((480...500).contains(try await seconds("absolute_expires_at", "sessions")))
            let newest = "(SELECT expires_at FROM refresh_tokens ORDER BY id DESC LIMIT 1) AS newest"
            #expect((480...500).contains(try await seconds("expires_at", newest)))
            try await test.database.execute("UPDATE sessions SET absolute_expires_at = now() - interval '1 second'")
            #expect(await code(first.refreshToken.text, test.database) == .authSessionExpired)
        }
    }

    @Test("a token shown again later ends every session of the account, is stamped and is on record; others live on")
    func reuse() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            try await IdentityBench.addAdministrator(test.database, name: "bob")
            let (issued, _) = try await IdentityBench.signIn(test.database)
            let (elsewhere, _) = try await IdentityBench.signIn(test.database)
            let (bob, _) = try await IdentityBench.signIn(test.database, name: "bob")
            let first = try await refresh(issued.refreshToken.text, test.database)
            try await test.database.execute("UPDATE refresh_tokens SET rotated_at = rotated_at - interval '11 seconds'")
            #expect(await code(issued.refreshToken.text, test.database) == .authRefreshReused)
            for cookie in [issued.sessionToken.text, elsewhere.sessionToken.text] {
                #expect(await reason(cookie, test.database) == "session_revoked")
            }
            for token in [first.refreshToken.text, elsewhere.refreshToken.text, issued.refreshToken.text] {
                #expect(await code(token, test.database) == .authRefreshInvalid)
            }
            #expect(await reason(bob.sessionToken.text, test.database) == nil)
            #expect(
                try await test.database.count(
                    "SELECT count(*) AS n FROM refresh_tokens WHERE reuse_detected_at IS NOT NULL") == 1)
            let row = try #require(
                try await test.database.query("SELECT * FROM audit_events WHERE action = 'auth.token.revoked'").first)
            let detail = try JSONValue(parsing: row.json("detail"))
            #expect(detail["reason"] == "suspicious_activity" && detail["sessions"] == 2)
            #expect(try row.string("actor_label") == "ada" && row.string("actor_ip") == "192.0.2.9")
        }
    }

    @Test("clients that race get a token each, five times for one exchange; the sixth is taken for a thief")
    func siblings() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, _) = try await IdentityBench.signIn(test.database)
            var tokens: [String] = []
            for _ in 0..<6 {
                tokens.append(try await refresh(issued.refreshToken.text, test.database).refreshToken.text)
            }
            #expect(Set(tokens).count == 6)
            #expect(await code(issued.refreshToken.text, test.database) == .authRefreshReused)
            #expect(await code(tokens[5], test.database) == .authRefreshInvalid)
        }
    }

    @Test("requests at the same moment never make more than six tokens of one, and never two rotations")
    func parallel() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, _) = try await IdentityBench.signIn(test.database)
            let service = try await IdentityBench.refreshing(test.database)
            let outcomes = await withTaskGroup(of: ErrorCode?.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        await apiError {
                            _ = try await service.refresh(
                                issued.refreshToken.text, replacesSessionToken: false, caller: IdentityBench.stranger)
                        }?.code
                    }
                }
                return await group.reduce(into: [ErrorCode?]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 6)
            #expect(outcomes.filter { $0 == .authRefreshReused }.count == 1)
            #expect(outcomes.filter { $0 == .authRefreshInvalid }.count == 5)
        }
    }

    @Test(
        "a browser's refresh replaces the session cookie; the one before is good for 30 seconds, and for its own CSRF")
    func cookie() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, caller) = try await IdentityBench.signIn(test.database)
            let refreshed = try await refresh(issued.refreshToken.text, test.database, cookie: true)
            let replaced = try #require(refreshed.sessionToken)
            #expect(replaced.text != issued.sessionToken.text)
            for text in [replaced.text, issued.sessionToken.text] {
                #expect(try await IdentityBench.caller(test.database, cookie: text).sessionID == caller.sessionID)
            }
            #expect(
                (28...30).contains(
                    try await test.database.count(
                        "SELECT extract(epoch FROM previous_token_valid_until - now())::int AS n FROM sessions")))
            try await test.database.execute("UPDATE sessions SET previous_token_valid_until = now()")
            #expect(await reason(issued.sessionToken.text, test.database) == "invalid_session_token")
            #expect(await reason(replaced.text, test.database) == nil)
        }
    }

    @Test(
        "a refresh looks at what is left anew: a policy since then binds, and a factor that was not shown is still asked for"
    )
    func steps() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, caller) = try await IdentityBench.signIn(test.database)
            try await test.database.execute("UPDATE auth_policy SET require_mfa = true")
            let bound = try await refresh(issued.refreshToken.text, test.database)
            #expect(bound.outstandingStep == .mfaEnrollment && bound.response.mfaEnrollmentRequired == true)
            let cookie = issued.sessionToken.text
            #expect(try await IdentityBench.caller(test.database, cookie: cookie).outstandingStep == .mfaEnrollment)
            _ = try await IdentityBench.addFactor(test.database, caller)
            let free = try await refresh(bound.refreshToken.text, test.database)
            #expect(free.outstandingStep == nil)
            try await test.database.execute("UPDATE sessions SET outstanding_step = 'second_factor'")
            #expect(try await refresh(free.refreshToken.text, test.database).outstandingStep == .secondFactor)
        }
    }

    @Test("C1: a disabled user's refresh token ends nothing but a 401")
    func disabled() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, _) = try await IdentityBench.signIn(test.database)
            try await test.database.execute("UPDATE users SET disabled_at = now()")
            #expect(await code(issued.refreshToken.text, test.database) == .authRefreshInvalid)
            #expect(await reason(issued.sessionToken.text, test.database) == "invalid_session_token")
            #expect(
                try await test.database.count("SELECT count(*) AS n FROM refresh_tokens WHERE rotated_at IS NOT NULL")
                    == 0)
            try await test.database.execute("UPDATE users SET disabled_at = NULL")
            _ = try await refresh(issued.refreshToken.text, test.database)
        }
    }

    @Test("C2: a deleted user's refresh token is refused and makes no session")
    func deleted() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, _) = try await IdentityBench.signIn(test.database)
            try await test.database.execute("UPDATE users SET deleted_at = now()")
            #expect(await code(issued.refreshToken.text, test.database) == .authRefreshInvalid)
            #expect(try await test.database.count("SELECT count(*) AS n FROM sessions") == 1)
        }
    }

    @Test("unknown, expired, revoked and empty tokens are refused alike, and reuse of an expired one ends nothing")
    func refused() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, caller) = try await IdentityBench.signIn(test.database)
            for text in ["", "x", SessionToken.make().text, String(repeating: "x", count: 300)] {
                #expect(await code(text, test.database) == .authRefreshInvalid)
            }
            let first = try await refresh(issued.refreshToken.text, test.database)
            try await test.database.execute(
                """
                UPDATE refresh_tokens SET expires_at = now(), rotated_at = rotated_at - interval '1 hour'
                WHERE rotated_at IS NOT NULL
                """)
            #expect(await code(issued.refreshToken.text, test.database) == .authRefreshInvalid)
            #expect(await reason(issued.sessionToken.text, test.database) == nil)
            try await IdentityBench.sessions(test.database).signOut(caller, sessionToken: nil, refreshToken: nil)
            #expect(await code(first.refreshToken.text, test.database) == .authRefreshInvalid)
        }
    }

    @Test(
        "the verdict on a token follows from its age and its siblings",
        arguments: [
            (nil, 0, RefreshRules.Verdict.rotate), (0, 0, .sibling), (10, 4, .sibling), (10.1, 0, .reuse),
            (1, 5, .reuse),
        ])
    func verdicts(age: Double?, siblings: Int, verdict: RefreshRules.Verdict) {
        #expect(RefreshRules.verdict(on: .init(secondsAgo: age, siblings: siblings)) == verdict)
    }
}

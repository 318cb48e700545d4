import AreaTestSupport
import Audit
import Contract
import Core
import Database
import Foundation
import Logging
import Testing

@testable import Identity
@testable import Web

@Suite("Own sessions")
struct OwnSessionTests {
    @Test("C19: a user sees the sessions that still live, and which one is asking; nobody else's")
    func list() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            try await IdentityBench.addAdministrator(test.database, name: "bob")
            let (first, _) = try await IdentityBench.signIn(test.database)
            let (second, caller) = try await IdentityBench.signIn(test.database)
            _ = try await IdentityBench.signIn(test.database, name: "bob")
            let service = IdentityBench.sessions(test.database)
            let listed = try await service.sessions(of: caller)
            #expect(listed.map(\.id) == [second.id, first.id] && listed.map(\.isCurrent) == [true, false])
            #expect(listed.allSatisfy { $0.remoteAddress == "192.0.2.9" && $0.userAgent == "curl" })
            try await test.database.execute("UPDATE sessions SET expires_at = now() - interval '1 s'")
            #expect(try await service.sessions(of: caller).count == 2, "their refresh tokens can still revive them")
            try await test.database.execute("UPDATE refresh_tokens SET expires_at = now()")
            #expect(try await service.sessions(of: caller).isEmpty)
        }
    }

    @Test("ending a session cuts its cookie, bearer and refresh token; another user's cannot be ended")
    func end() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            try await IdentityBench.addAdministrator(test.database, name: "bob")
            let (first, _) = try await IdentityBench.signIn(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let (bob, bobCaller) = try await IdentityBench.signIn(test.database, name: "bob")
            let service = IdentityBench.sessions(test.database)
            #expect(await apiError { try await service.end(first.id, by: bobCaller) }?.code == .sessionsNotFound)
            #expect(await apiError { try await service.end(.v7(), by: caller) }?.code == .sessionsNotFound)
            try await service.end(first.id, by: caller)
            await #expect(throws: IdentityBench.Refused.self) {
                try await IdentityBench.caller(test.database, cookie: first.sessionToken.text)
            }
            let refused = await apiError {
                _ = try await IdentityBench.refreshing(test.database).refresh(
                    first.refreshToken.text, replacesSessionToken: false, caller: IdentityBench.stranger)
            }
            #expect(refused?.code == .authRefreshInvalid)
            #expect(await apiError { try await service.end(first.id, by: caller) }?.code == .sessionsNotFound)
            #expect(try await IdentityBench.caller(test.database, cookie: bob.sessionToken.text).label == "bob")
            let row = try #require(
                try await test.database.query("SELECT * FROM audit_events WHERE action = 'auth.session.revoked'").first)
            #expect(try row.string("resource_id") == first.id.text && row.string("actor_label") == "ada")
        }
    }

    @Test("ending the others leaves the session that asks, with its refresh token")
    func endOthers() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            for _ in 0..<3 { _ = try await IdentityBench.signIn(test.database) }
            let (issued, caller) = try await IdentityBench.signIn(test.database)
            try await IdentityBench.sessions(test.database).endOthers(by: caller)
            #expect(try await IdentityBench.sessions(test.database).sessions(of: caller).map(\.id) == [issued.id])
            _ = try await IdentityBench.refreshing(test.database).refresh(
                issued.refreshToken.text, replacesSessionToken: false, caller: IdentityBench.stranger)
        }
    }

    @Test("a program with an API token has no sessions of its own to ask for")
    func program() async throws {
        try await withAreaDatabase { test in
            let program = Caller(kind: .apiKey, id: UUID.v7().text, label: "ci", role: ActingRole(.admin))
            let service = IdentityBench.sessions(test.database)
            #expect(await apiError { _ = try await service.sessions(of: program) }?.code == .authRequired)
            #expect(await apiError { try await service.endOthers(by: program) }?.code == .authRequired)
        }
    }

    @Test("signing out with cookies alone ends a session that was idle for too long, and its refresh token")
    func signOutOfExpired() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let service = IdentityBench.sessions(test.database)
            for useRefresh in [true, false] {
                let (issued, _) = try await IdentityBench.signIn(test.database)
                try await test.database.execute("UPDATE sessions SET expires_at = now() - interval '1 s'")
                try await service.signOut(
                    IdentityBench.stranger, sessionToken: useRefresh ? nil : issued.sessionToken,
                    refreshToken: useRefresh ? issued.refreshToken : nil)
                #expect(
                    try await test.database.count(
                        """
                        SELECT count(*) AS n FROM sessions JOIN refresh_tokens ON session_id = sessions.id
                        WHERE sessions.revoked_at IS NULL OR refresh_tokens.revoked_at IS NULL
                        """) == 0)
            }
            #expect(try await test.database.auditActions().filter { $0 == "auth.logout" }.count == 2)
        }
    }

    @Test("R19: a sign-out that cannot reach the database says so and clears the cookies all the same")
    func incomplete() async throws {
        try await withAreaDatabase(checksAudit: false) { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, caller) = try await IdentityBench.signIn(test.database)
            let routes = try await IdentityBench.routes(test.database)
            try await test.database.execute("ALTER TABLE audit_events RENAME TO hidden")
            let route = try #require(routes.first { $0.operation == OperationCatalog.postAuthLogout })
            let error = await apiError {
                _ = try await route.handler(
                    APIRequest(
                        method: .post, path: route.operation.path, pathParameters: [:], query: [:], headers: [:],
                        body: [], caller: caller, correlationID: .make(.request)))
            }
            #expect(error?.code == .authLogoutIncomplete && error?.cookies == SessionCookies.expired)
            #expect(try await IdentityBench.caller(test.database, cookie: issued.sessionToken.text) == caller)
        }
    }

    @Test("what has ended for a day is removed in batches; what ran out by itself is on record")
    func sweep() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (old, _) = try await IdentityBench.signIn(test.database)
            let (revoked, _) = try await IdentityBench.signIn(test.database)
            let (live, _) = try await IdentityBench.signIn(test.database)
            try await test.database.execute(
                """
                UPDATE sessions SET absolute_expires_at = now() - interval '25 hours', expires_at = now() WHERE id = '\(old.id)'
                """)
            try await test.database.execute(
                "UPDATE sessions SET revoked_at = now() - interval '25 hours' WHERE id = '\(revoked.id)'")
            try await test.database.execute(
                """
                INSERT INTO auth_throttle (subject, failures, updated_at)
                SELECT 'name:' || n, 1, now() - interval '2 days' FROM generate_series(1, 2500) AS n
                """)
            try await test.database.execute("INSERT INTO auth_throttle (subject, failures) VALUES ('name:new', 9)")
            let sweeper = SessionSweeper(
                database: test.database, audit: AuditTrail(), logger: Logger(label: "test"))
            try await sweeper.sweep()
            let ids = try await test.database.query("SELECT id FROM sessions").map { try $0.uuid("id") }
            #expect(ids == [live.id])
            #expect(try await test.database.count("SELECT count(*) AS n FROM refresh_tokens") == 1)
            #expect(try await test.database.count("SELECT count(*) AS n FROM auth_throttle") == 1)
            let rows = try await test.database.query(
                "SELECT resource_id FROM audit_events WHERE action = 'auth.session.expired'")
            #expect(try rows.map { try $0.string("resource_id") } == [old.id.text])
        }
    }
}

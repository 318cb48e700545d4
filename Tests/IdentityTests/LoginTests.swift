import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import JSON
import Testing

@testable import Identity
@testable import Web

@Suite("Signing in and out")
struct LoginTests {
    private func offer(cookie: String? = nil, bearer: String? = nil, isBackground: Bool = false) -> RequestCredentials {
        RequestCredentials(
            sessionCookie: cookie, authorization: bearer.map { "Bearer \($0)" }, address: "192.0.2.9",
            userAgent: "curl",
            isBackground: isBackground)
    }

    private func outcome(_ authentication: Authentication) -> String {
        switch authentication {
        case .anonymous: "anonymous"
        case .caller(let caller, let usesCookie, let token): "\(caller.label) \(usesCookie) \(token != nil)"
        case .rejected(let reason): reason
        }
    }

    @Test("the right password opens a session for cookie and bearer, and the audit row says who")
    func success() async throws {
        try await withAreaDatabase { test in
            let id = try await IdentityBench.addAdministrator(test.database)
            let logins = try await IdentityBench.logins(test.database)
            let signedIn = try await logins.signIn(
                username: "ada", password: IdentityBench.password, caller: IdentityBench.stranger)
            #expect(signedIn.user.id == id && signedIn.user.role == ActingRole(.admin))
            let authenticator = SessionAuthenticator(database: test.database, signer: try await IdentityBench.signer())
            guard
                case .caller(let caller, true, let csrf) = try await authenticator.authenticate(
                    offer(cookie: signedIn.sessionToken.text))
            else {
                Issue.record("the cookie is not accepted")
                return
            }
            #expect(
                csrf == signedIn.sessionToken.csrfToken && caller.id == id.text && caller.role == ActingRole(.admin))
            #expect(caller.address == "192.0.2.9" && caller.userAgent == "curl" && caller.kind == .user)
            #expect(
                outcome(try await authenticator.authenticate(offer(bearer: signedIn.accessToken))) == "ada false false")
            #expect(try await IdentityBench.profiles(test.database).user(of: caller).email == "ada@example.net")
            let row = try #require(
                try await test.database.query("SELECT * FROM audit_events WHERE action = 'auth.login.success'").first)
            #expect(try row.string("actor_id") == id.text && row.string("actor_ip") == "192.0.2.9")
        }
    }

    @Test("an unknown name, a wrong password and a disabled account get the same answer, the audit row the reason")
    func refused() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            try await IdentityBench.addAdministrator(test.database, name: "off")
            try await test.database.execute("UPDATE users SET disabled_at = now() WHERE username = 'off'")
            let logins = try await IdentityBench.logins(test.database)
            var errors: [APIError] = []
            for (name, password) in [
                ("nobody\nfaked line", IdentityBench.password), ("ada", "wrong"), ("off", IdentityBench.password),
                ("ADA", IdentityBench.password), ("ada", IdentityBench.password + " "),
            ] {
                let error = await apiError {
                    _ = try await logins.signIn(username: name, password: password, caller: IdentityBench.stranger)
                }
                errors.append(try #require(error))
            }
            #expect(errors.allSatisfy { $0 == errors[0] } && errors[0].code == .authInvalidCredentials)
            let rows = try await test.database.query(
                "SELECT detail, outcome FROM audit_events WHERE action = 'auth.login.failure' ORDER BY id")
            let details = try rows.map { try JSONValue(parsing: $0.json("detail")) }
            #expect(
                details.map { $0["reason"]?.string } == [
                    "unknown_user", "wrong_password", "account_disabled", "unknown_user", "wrong_password",
                ])
            #expect(details[0]["username"] == "nobody faked line")
            #expect(try rows.allSatisfy { try $0.string("outcome") == "failure" })
            #expect(try await test.database.count("SELECT count(*) AS n FROM sessions") == 0)
        }
    }

    @Test("the database holds hashes of tokens and of the password alone")
    func hashes() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let signedIn = try await IdentityBench.logins(test.database).signIn(
                username: "ada", password: IdentityBench.password, caller: IdentityBench.stranger)
            var text = ""
            for table in ["users", "user_roles", "sessions", "refresh_tokens", "audit_events"] {
                for row in try await test.database.query("SELECT \(table)::text AS row FROM \(table)") {
                    text += try row.string("row")
                }
            }
            for secret in [
                IdentityBench.password, signedIn.sessionToken.text, signedIn.refreshToken.text, signedIn.accessToken,
                signedIn.sessionToken.csrfToken,
            ] {
                #expect(!text.contains(secret))
            }
        }
    }

    @Test("signing out cuts cookie and bearer at once and revokes the refresh tokens")
    func signOut() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let logins = try await IdentityBench.logins(test.database)
            let authenticator = SessionAuthenticator(database: test.database, signer: try await IdentityBench.signer())
            let signedIn = try await logins.signIn(
                username: "ada", password: IdentityBench.password, caller: IdentityBench.stranger)
            let other = try await logins.signIn(
                username: "ada", password: IdentityBench.password, caller: IdentityBench.stranger)
            guard
                case .caller(let caller, _, _) = try await authenticator.authenticate(
                    offer(cookie: signedIn.sessionToken.text))
            else {
                Issue.record("not signed in")
                return
            }
            #expect(try await authenticator.current(caller) == caller)
            try await IdentityBench.sessions(test.database).signOut(
                caller, sessionToken: nil, refreshToken: nil)
            #expect(try await authenticator.current(caller) == nil, "what outlasts its request ends with the session")
            #expect(
                outcome(try await authenticator.authenticate(offer(cookie: signedIn.sessionToken.text)))
                    == "session_revoked")
            #expect(
                outcome(try await authenticator.authenticate(offer(bearer: signedIn.accessToken))) == "session_revoked")
            #expect(
                outcome(try await authenticator.authenticate(offer(cookie: other.sessionToken.text))) == "ada true true"
            )
            #expect(
                try await test.database.count("SELECT count(*) AS n FROM refresh_tokens WHERE revoked_at IS NOT NULL")
                    == 1)
            #expect(try await test.database.auditActions().contains("auth.logout"))
            try await IdentityBench.sessions(test.database).signOut(
                IdentityBench.stranger, sessionToken: nil, refreshToken: nil)
        }
    }

    @Test("a disabled or deleted user is cut off at once, a changed role counts at once")
    func userChanges() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let signedIn = try await IdentityBench.logins(test.database).signIn(
                username: "ada", password: IdentityBench.password, caller: IdentityBench.stranger)
            let authenticator = SessionAuthenticator(database: test.database, signer: try await IdentityBench.signer())
            let offers = [offer(cookie: signedIn.sessionToken.text), offer(bearer: signedIn.accessToken)]
            try await test.database.execute("UPDATE user_roles SET role_id = 'viewer'")
            for offer in offers {
                guard case .caller(let caller, _, _) = try await authenticator.authenticate(offer) else {
                    Issue.record("not accepted")
                    continue
                }
                #expect(caller.role == ActingRole(.viewer) && !caller.holds(.hostWrite))
            }
            try await test.database.execute("UPDATE users SET disabled_at = now()")
            for offer in offers {
                #expect(outcome(try await authenticator.authenticate(offer)) == "invalid_session_token")
            }
            try await test.database.execute("UPDATE users SET disabled_at = NULL, deleted_at = now()")
            for offer in offers {
                #expect(outcome(try await authenticator.authenticate(offer)) == "invalid_session_token")
            }
        }
    }

    @Test(
        "an idle session ends; use moves the idle limit, background use does not, and nothing passes the absolute end")
    func idle() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let signedIn = try await IdentityBench.logins(test.database).signIn(
                username: "ada", password: IdentityBench.password, caller: IdentityBench.stranger)
            let authenticator = SessionAuthenticator(database: test.database, signer: try await IdentityBench.signer())
            let cookie = signedIn.sessionToken.text
            func seconds() async throws -> Int {
                try await test.database.count("SELECT extract(epoch FROM expires_at - now())::int AS n FROM sessions")
            }
            #expect((895...900).contains(try await seconds()))
            let seenLongAgo =
                "UPDATE sessions SET last_seen_at = now() - interval '10 minutes', expires_at = now() + interval '5 minutes'"
            try await test.database.execute(seenLongAgo)
            _ = try await authenticator.authenticate(offer(cookie: cookie, isBackground: true))
            #expect((295...300).contains(try await seconds()))
            _ = try await authenticator.authenticate(offer(cookie: cookie))
            #expect((895...900).contains(try await seconds()))
            try await test.database.execute(seenLongAgo + ", absolute_expires_at = now() + interval '400 seconds'")
            _ = try await authenticator.authenticate(offer(cookie: cookie))
            #expect((395...400).contains(try await seconds()))
            try await test.database.execute("UPDATE sessions SET expires_at = now() - interval '1 second'")
            #expect(outcome(try await authenticator.authenticate(offer(cookie: cookie))) == "session_expired")
            #expect(
                outcome(try await authenticator.authenticate(offer(bearer: signedIn.accessToken))) == "session_expired")
        }
    }

    @Test(
        "C1: an account that is disabled, deleted or given another password while it signs in gets no session",
        arguments: ["disabled_at = now()", "deleted_at = now()", "password_hash = 'another'"])
    func overtaken(change: String) async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let logins = try await IdentityBench.logins(test.database)
            let login = try await test.database.transaction { transaction in
                try await transaction.execute("UPDATE users SET \(change)")
                // Sees the account as it was before, and then waits for this transaction.
                let login = Task {
                    await apiError {
                        _ = try await logins.signIn(
                            username: "ada", password: IdentityBench.password, caller: IdentityBench.stranger)
                    }?.code
                }
                let waiting = """
                    SELECT count(*) AS n FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """
                for _ in 0..<600 {
                    if try await test.database.count(waiting) > 0 { return login }
                    try await Task.sleep(for: .milliseconds(50))
                }
                Issue.record("the sign-in does not wait for the change")
                return login
            }
            #expect(await login.value == .authInvalidCredentials)
            #expect(try await test.database.count("SELECT count(*) AS n FROM sessions") == 0)
        }
    }

    @Test("what is no token is rejected; nothing offered is anonymous; the cookie wins over the bearer")
    func strange() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let signedIn = try await IdentityBench.logins(test.database).signIn(
                username: "ada", password: IdentityBench.password, caller: IdentityBench.stranger)
            let authenticator = SessionAuthenticator(database: test.database, signer: try await IdentityBench.signer())
            #expect(outcome(try await authenticator.authenticate(offer())) == "anonymous")
            #expect(outcome(try await authenticator.authenticate(offer(cookie: ""))) == "anonymous")
            for cookie in ["x", "é\u{0}", String(repeating: "x", count: 129)] {
                let both = offer(cookie: cookie, bearer: signedIn.accessToken)
                #expect(outcome(try await authenticator.authenticate(both)) == "invalid_session_token")
            }
            #expect(outcome(try await authenticator.authenticate(offer(bearer: "x"))) == "invalid_jwt")
        }
    }
}

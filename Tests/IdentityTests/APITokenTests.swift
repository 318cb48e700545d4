import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Identity
@testable import Web

@Suite("API tokens")
struct APITokenTests {
    private struct Bench {
        let database: Database
        let tokens: APITokenService
        let owner: Caller
        let ownerID: UUID

        init(_ test: TestDatabase, longestLifeDays: Int = 366) async throws {
            database = test.database
            tokens = APITokenService(database: test.database, audit: .init(), longestLifeDays: longestLifeDays)
            ownerID = try await IdentityBench.addAdministrator(test.database)
            owner = Caller(kind: .user, id: ownerID.text, label: "ada", role: ActingRole(.admin))
        }

        func outcome(_ token: String) async throws -> Authentication {
            try await SessionAuthenticator(database: database, signer: try await IdentityBench.signer()).authenticate(
                RequestCredentials(
                    sessionCookie: nil, authorization: "Bearer \(token)", address: "192.0.2.9", userAgent: "curl",
                    isBackground: false))
        }

        func isAccepted(_ token: String) async throws -> Bool {
            if case .caller = try await outcome(token) { true } else { false }
        }
    }

    @Test("a token is shown once, stored as a hash, and acts with its role under its own id")
    func creation() async throws {
        try await withAreaDatabase { test in
            let bench = try await Bench(test)
            let made = try await bench.tokens.create(.init(name: "ci", roleID: "auditor"), by: bench.owner)
            #expect(made.token.hasPrefix("owk_") && made.token.utf8.count == 47)
            #expect(made.apiToken.prefix == made.token.prefix(12))
            guard case .caller(let caller, false, nil) = try await bench.outcome(made.token) else {
                Issue.record("not accepted")
                return
            }
            #expect(caller.kind == .apiKey && caller.id == made.apiToken.id.text && caller.label == "ci")
            #expect(caller.role == ActingRole(.auditor) && caller.userID == nil)
            let stored = try await test.database.count(
                "SELECT count(*) AS n FROM api_tokens WHERE strpos(api_tokens::text, $1) > 0",
                [.text(String(made.token.dropFirst(4)))])
            #expect(stored == 0)
            let audited = try await test.database.count(
                "SELECT count(*) AS n FROM audit_events WHERE strpos(audit_events::text, $1) > 0",
                [.text(String(made.token.dropFirst(4)))])
            #expect(audited == 0)
            #expect(try await test.database.auditActions().last == "auth.api_key.created")
        }
    }

    @Test("R2: a token never gets a role that may do more than its maker, custom roles included")
    func subset() async throws {
        try await withAreaDatabase { test in
            let bench = try await Bench(test)
            _ = try await RoleService(database: test.database, audit: .init()).create(
                .init(id: "strong", description: "d", permissions: ["host:delete"]), by: .administrator)
            let weak = Caller(kind: .user, id: bench.ownerID.text, label: "ada", role: ActingRole(.viewer))
            for role in ["admin", "strong"] {
                let error = await apiError {
                    _ = try await bench.tokens.create(.init(name: "t", roleID: role), by: weak)
                }
                #expect(error?.code == .authzRoleExceedsGrant)
            }
            _ = try await bench.tokens.create(.init(name: "t", roleID: "viewer"), by: weak)
            let apitokensCount = try await test.database.count("SELECT count(*) AS n FROM api_tokens")
            #expect(apitokensCount == 1)
        }
    }

    @Test("C20: a token ends when the policy says, when it is revoked, and with the account that answers for it")
    func life() async throws {
        try await withAreaDatabase { test in
            let bench = try await Bench(test, longestLifeDays: 10)
            let now = Timestamp.now()
            let unlimited = try await bench.tokens.create(.init(name: "t", roleID: "viewer"), by: bench.owner)
            let end = try #require(unlimited.apiToken.expiresAt)
            #expect(now.adding(seconds: 864_000 - 60) < end && end < now.adding(seconds: 864_000 + 600))
            for days in [-1, 11] as [Int64] {
                let error = await apiError {
                    _ = try await bench.tokens.create(
                        .init(name: "t", roleID: "viewer", expiresAt: now.adding(seconds: days * 86_400)),
                        by: bench.owner)
                }
                #expect(error?.code == .tokensInvalid && error?.detail["field"] == "expires_at")
            }
            let revoked = try await bench.tokens.create(.init(name: "r", roleID: "viewer"), by: bench.owner)
            let expired = try await bench.tokens.create(.init(name: "e", roleID: "viewer"), by: bench.owner)
            for token in [unlimited, revoked, expired] { #expect(try await bench.isAccepted(token.token)) }
            try await bench.tokens.revoke(revoked.apiToken.id, by: bench.owner)
            try await test.database.execute(
                "UPDATE api_tokens SET expires_at = now() - interval '1 s' WHERE id = $1", [.uuid(expired.apiToken.id)])
            for token in [revoked, expired] { #expect(try await !bench.isAccepted(token.token)) }
            try await test.database.execute("UPDATE users SET disabled_at = now()")
            #expect(try await !bench.isAccepted(unlimited.token))
        }
    }

    @Test("C21: a token that makes a token leaves its own owner answering for it")
    func tokenMakesToken() async throws {
        try await withAreaDatabase { test in
            let bench = try await Bench(test)
            let first = try await bench.tokens.create(.init(name: "a", roleID: "security_admin"), by: bench.owner)
            guard case .caller(let caller, _, _) = try await bench.outcome(first.token) else {
                Issue.record("not accepted")
                return
            }
            let second = try await bench.tokens.create(.init(name: "b", roleID: "security_admin"), by: caller)
            #expect(second.apiToken.ownerID == bench.ownerID)
            let error = await apiError {
                _ = try await bench.tokens.create(.init(name: "c", roleID: "admin"), by: caller)
            }
            #expect(error?.code == .authzRoleExceedsGrant)
        }
    }

    @Test("a blank name and an unknown role are refused; revoking what is not there changes nothing")
    func invalid() async throws {
        try await withAreaDatabase { test in
            let bench = try await Bench(test)
            for (name, role, field) in [("  ", "viewer", "name"), ("t", "king", "role_id")] {
                let error = await apiError {
                    _ = try await bench.tokens.create(.init(name: name, roleID: role), by: bench.owner)
                }
                #expect(error?.code == .tokensInvalid && error?.detail["field"] == .string(field))
            }
            let before = try await test.database.auditActions()
            try await bench.tokens.revoke(.v7(), by: bench.owner)
            #expect(try await test.database.auditActions() == before)
        }
    }

    @Test("a token that is not ours is refused, whatever its form, without a look-up of anything but its hash")
    func foreign() async throws {
        try await withAreaDatabase { test in
            let bench = try await Bench(test)
            for text in ["owk_", "owk_x", "owk_" + String(repeating: "é", count: 400), "owk_' OR 1=1 --"] {
                guard case .rejected("invalid_api_token") = try await bench.outcome(text) else {
                    Issue.record("\(text) is not refused")
                    continue
                }
            }
        }
    }

    @Test("a use is noted at most once a minute")
    func lastUse() async throws {
        try await withAreaDatabase { test in
            let bench = try await Bench(test)
            let made = try await bench.tokens.create(.init(name: "t", roleID: "viewer"), by: bench.owner)
            #expect(try await bench.isAccepted(made.token))
            let first = try #require(try await bench.tokens.list().tokens.first?.lastUsedAt)
            #expect(try await bench.isAccepted(made.token))
            #expect(try await bench.tokens.list().tokens.first?.lastUsedAt == first)
        }
    }
}

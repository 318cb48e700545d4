import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import TestSupport
import Testing

@testable import Identity
@testable import Web

@Suite("Accounts")
struct UserTests {
    /// A caller with these roles' permissions and an id of nobody in the database.
    private func caller(_ role: Role, id: UUID = .v7()) -> Caller {
        Caller(kind: .user, id: id.text, label: role.rawValue, role: ActingRole(role), address: "192.0.2.7")
    }

    private func add(
        _ name: String, roles: [String] = [], in test: TestDatabase
    ) async throws -> UserResponse {
        let users = IdentityBench.users(test.database)
        let user = try await users.create(
            UserCreateRequest(username: name, email: "\(name)@example.net", password: IdentityBench.password),
            by: .administrator)
        for role in roles { try await users.assign(role, to: user.id, by: .administrator) }
        return user
    }

    private func signIn(_ name: String, _ database: Database) async throws -> IssuedSession {
        try await IdentityBench.logins(database).signIn(
            username: name, password: IdentityBench.password, caller: IdentityBench.stranger)
    }

    private func authenticate(_ bearer: String, _ database: Database) async throws -> String {
        let authenticator = SessionAuthenticator(database: database, signer: try await IdentityBench.signer())
        let offered = RequestCredentials(
            sessionCookie: nil, authorization: "Bearer \(bearer)", address: nil, userAgent: nil, isBackground: false)
        switch try await authenticator.authenticate(offered) {
        case .anonymous: return "anonymous"
        case .caller(let caller, _, _): return caller.role?.id ?? ""
        case .rejected(let reason): return reason
        }
    }

    @Test("an administrator is made with role and audit rows, once; the name and the address are unique")
    func administrator() async throws {
        try await withAreaDatabase { test in
            let id = try await IdentityBench.addAdministrator(test.database)
            #expect(try await test.database.auditActions() == ["admin.user.created", "authz.role.assigned"])
            let again = await apiError { try await IdentityBench.addAdministrator(test.database) }
            #expect(again?.code == .usersTaken && again?.detail["field"] == "username")
            let sameAddress = await apiError {
                _ = try await IdentityBench.users(test.database).createAdministrator(
                    username: "other", email: "ada@example.net", password: IdentityBench.password, by: .system("cli"))
            }
            #expect(sameAddress?.code == .usersTaken && sameAddress?.detail["field"] == "email")
            #expect(try await test.database.auditActions().count == 2)
            let usersCount = try await test.database.count("SELECT count(*) AS n FROM users")
            #expect(usersCount == 1)
            #expect(try await UserStore().user(id: id, from: test.database)?.role == ActingRole(.admin))
        }
    }

    @Test("a name, address or password outside of its rule is refused before anything is stored")
    func rules() async throws {
        try await withAreaDatabase { test in
            let long = String(repeating: "x", count: 300)
            for (name, email, password, code) in [
                ("", "a@b", IdentityBench.password, ErrorCode.validationFieldRange),
                ("a b", "a@b", IdentityBench.password, .validationFieldInvalid),
                ("a\u{7}", "a@b", IdentityBench.password, .validationFieldInvalid),
                (long, "a@b", IdentityBench.password, .validationFieldRange),
                ("a", "ab", IdentityBench.password, .validationFieldRange),
                ("a", "a@b@c", IdentityBench.password, .validationFieldInvalid),
                ("a", "@bc", IdentityBench.password, .validationFieldInvalid),
                ("a", long + "@b", IdentityBench.password, .validationFieldRange),
                ("a", "a@b", "fourteen chars", .authPasswordPolicy),
                ("a", "a@b", long, .validationFieldRange),
            ] {
                let error = await apiError {
                    _ = try await IdentityBench.users(test.database).createAdministrator(
                        username: name, email: email, password: password, by: .system("cli"))
                }
                #expect(error?.code == code, "\(name.prefix(10)) \(email.prefix(10))")
                #expect(error.map { !"\($0)".contains(password) } == true)
            }
            let count = try await test.database.count("SELECT count(*) AS n FROM users")
            #expect(count == 0)
        }
    }

    @Test("a list has pages, and finds by text, role and state")
    func list() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            for name in ["ann", "ben", "cem"] { _ = try await add(name, in: test) }
            _ = try await add("dora", roles: ["viewer"], in: test)
            let first = try await users.list(.init(limit: 3))
            #expect(first.map(\.user.username) == ["ann", "ben", "cem"])
            let last = try #require(first.last)
            let rest = try await users.list(.init(limit: 3, after: (last.createdAt, last.user.id)))
            #expect(rest.map(\.user.username) == ["dora"])
            #expect(try await users.list(.init(text: "BEN@")).map(\.user.username) == ["ben"])
            #expect(try await users.list(.init(text: "%")).isEmpty)
            #expect(try await users.list(.init(roleID: "viewer")).map(\.user.username) == ["dora"])
            _ = try await users.disable(last.user.id, by: .administrator)
            #expect(try await users.list(.init(isDisabled: true)).map(\.user.username) == ["cem"])
        }
    }

    @Test("C1, R4: disabling, resetting and deleting cut every session, refresh token and API token at once")
    func accessIsCut() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            let tokens = APITokenService(database: test.database, audit: .init(), longestLifeDays: 366)
            let cuts: [(String, @Sendable (UUID) async throws -> Void)] = [
                ("disabled", { _ = try await users.disable($0, by: .administrator) }),
                (
                    "reset",
                    { try await users.resetPassword($0, .init(newPassword: "another good one"), by: .administrator) }
                ),
                ("deleted", { try await users.delete($0, by: .administrator) }),
            ]
            for (name, cut) in cuts {
                let user = try await add(name, roles: ["admin"], in: test)
                _ = try await add("keeper-\(name)", roles: ["admin"], in: test)
                let session = try await signIn(name, test.database)
                let token = try await tokens.create(
                    .init(name: "t", roleID: "viewer"), by: caller(.admin, id: user.id))
                #expect(try await authenticate(session.accessToken, test.database) == "admin")
                #expect(try await authenticate(token.token, test.database) == "viewer")
                try await cut(user.id)
                #expect(try await authenticate(session.accessToken, test.database) != "admin", "\(name)")
                #expect(try await authenticate(token.token, test.database) == "invalid_api_token", "\(name)")
                let live = try await test.database.count(
                    "SELECT count(*) AS n FROM refresh_tokens WHERE user_id = $1 AND revoked_at IS NULL",
                    [.uuid(user.id)])
                #expect(live == 0, "\(name)")
            }
        }
    }

    @Test("C9: nobody resets, disables, deletes or changes an account that may do more than they do")
    func strongerAccounts() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            let boss = try await add("boss", roles: ["admin"], in: test)
            // Holds admin:user_manage through a custom role, and no more.
            let clerk = Caller(
                kind: .user, id: UUID.v7().text, label: "clerk",
                role: ActingRole(id: "clerk", permissions: PermissionSet([.adminUserManage, .userDelete, .userWrite])))
            let attempts: [@Sendable () async throws -> Void] = [
                { try await users.resetPassword(boss.id, .init(newPassword: "a new long password"), by: clerk) },
                { _ = try await users.disable(boss.id, by: clerk) },
                { _ = try await users.enable(boss.id, by: clerk) },
                { try await users.delete(boss.id, by: clerk) },
                { _ = try await users.update(boss.id, .init(email: "evil@example.net"), by: clerk) },
                { try await users.assign("admin", to: boss.id, by: clerk) },
                { try await users.unassign("admin", from: boss.id, by: clerk) },
            ]
            let before = try await test.database.auditActions()
            for (index, attempt) in attempts.enumerated() {
                let error = await apiError(attempt)
                #expect(error?.code == .authzRoleExceedsGrant, "attempt \(index)")
            }
            #expect(try await test.database.auditActions() == before)
            let harmless = try await add("harmless", in: test)
            _ = try await users.disable(harmless.id, by: clerk)
        }
    }

    @Test("C9: the last enabled administrator cannot be disabled, deleted or stripped of the role")
    func lastAdministrator() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            let only = try await add("only", roles: ["admin"], in: test)
            let gone = try await add("gone", roles: ["admin"], in: test)
            _ = try await users.disable(gone.id, by: .administrator)
            let attempts: [@Sendable () async throws -> Void] = [
                { _ = try await users.disable(only.id, by: .administrator) },
                { try await users.delete(only.id, by: .administrator) },
                { try await users.unassign("admin", from: only.id, by: .administrator) },
            ]
            for attempt in attempts { #expect(await apiError(attempt)?.code == .usersLastAdmin) }
            _ = try await users.enable(gone.id, by: .administrator)
            try await users.unassign("admin", from: only.id, by: .administrator)
        }
    }

    @Test("C9: two administrators who disable each other in the same moment do not both succeed")
    func mutualDisabling() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            for round in 0..<8 {
                try await test.database.execute("UPDATE users SET disabled_at = now()")
                let left = try await add("left\(round)", roles: ["admin"], in: test).id
                let right = try await add("right\(round)", roles: ["admin"], in: test).id
                async let one = apiError { _ = try await users.disable(left, by: caller(.admin, id: right)) }
                async let two = apiError { _ = try await users.disable(right, by: caller(.admin, id: left)) }
                let errors = await [one, two].compactMap { $0?.code }
                #expect(errors == [.usersLastAdmin])
            }
        }
    }

    @Test("nobody disables their own account; disabling and enabling again changes nothing and writes no row")
    func disableSelf() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            let user = try await add("ann", in: test)
            let error = await apiError { _ = try await users.disable(user.id, by: caller(.admin, id: user.id)) }
            #expect(error?.code == .usersCannotDisableSelf)
            _ = try await users.disable(user.id, by: .administrator)
            let first = try await users.disable(user.id, by: .administrator)
            #expect(first.disabledAt != nil)
            #expect(try await users.enable(user.id, by: .administrator).disabledAt == nil)
            _ = try await users.enable(user.id, by: .administrator)
            #expect(
                try await test.database.auditActions().suffix(2) == ["admin.user.disabled", "admin.user.enabled"])
        }
    }

    @Test("C10: the audit row of a change names the acting caller and the account it is about")
    func auditActor() async throws {
        try await withAreaDatabase { test in
            let user = try await add("ann", roles: ["viewer"], in: test)
            let rows = try await test.database.query("SELECT actor_id, resource_type, resource_id FROM audit_events")
            #expect(rows.count == 2)
            for row in rows {
                #expect(try row.string("actor_id") == Caller.administrator.id)
                #expect(try row.string("resource_type") == "user" && row.string("resource_id") == user.id.text)
            }
        }
    }

    @Test("C17: an account that becomes an administrator with a short password has to change it")
    func promotion() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            let short = try await users.create(
                .init(username: "short", email: "s@example.net", password: "only ten c"), by: .administrator)
            let long = try await add("long", in: test)
            for id in [short.id, long.id] { try await users.assign("admin", to: id, by: .administrator) }
            #expect(try await users.get(short.id).mustChangePassword == true)
            #expect(try await users.get(long.id).mustChangePassword == false)
        }
    }

    @Test("somebody else's reset password has to be changed, one's own has not")
    func resetFlag() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            let user = try await add("ann", in: test)
            try await users.resetPassword(user.id, .init(newPassword: "set by somebody"), by: .administrator)
            #expect(try await users.get(user.id).mustChangePassword == true)
            let own = Caller(kind: .user, id: user.id.text, label: "ann")
            try await users.resetPassword(user.id, .init(newPassword: "chosen by myself"), by: own)
            #expect(try await users.get(user.id).mustChangePassword == false)
            let error = await apiError {
                try await users.resetPassword(user.id, .init(newPassword: "short"), by: .administrator)
            }
            #expect(error?.code == .validationPasswordPolicy)
        }
    }

    @Test("a deleted account is gone, and its name and address can be used again")
    func deletion() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            let user = try await add("ann", in: test)
            try await users.delete(user.id, by: .administrator)
            #expect(await apiError { _ = try await users.get(user.id) }?.code == .usersNotFound)
            #expect(await apiError { try await users.delete(user.id, by: .administrator) }?.code == .usersNotFound)
            _ = try await add("ann", in: test)
        }
    }

    @Test("roles: an unknown role and an unknown account are told apart; giving and taking twice changes nothing")
    func roles() async throws {
        try await withAreaDatabase { test in
            let users = IdentityBench.users(test.database)
            let user = try await add("ann", in: test)
            let unknown = await apiError { try await users.assign("king", to: user.id, by: .administrator) }
            #expect(unknown?.code == .usersUnknownRole)
            let nobody = await apiError { try await users.assign("viewer", to: .v7(), by: .administrator) }
            #expect(nobody?.code == .usersNotFound)
            for _ in 0..<2 { try await users.assign("viewer", to: user.id, by: .administrator) }
            #expect(try await users.get(user.id).roles == ["viewer"])
            for _ in 0..<2 { try await users.unassign("viewer", from: user.id, by: .administrator) }
            try await users.unassign("king", from: user.id, by: .administrator)
            #expect(
                try await test.database.auditActions()
                    == ["admin.user.created", "authz.role.assigned", "authz.role.removed"])
        }
    }
}

import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import JSON
import Testing

@testable import Identity
@testable import Web

@Suite("Profile, preferences, policy and permissions")
struct ProfileTests {
    private func call(
        _ operation: OperationDescription, _ database: Database, body: String = "", caller: Caller
    ) async throws -> JSONValue {
        let routes = try await IdentityBench.routes(database)
        let route = try #require(routes.first { $0.operation == operation })
        let response = try await route.handler(
            APIRequest(
                method: .post, path: operation.path, pathParameters: [:], query: [:], headers: [:],
                body: Array(body.utf8), caller: caller, correlationID: .make(.request)))
        guard case .bytes(let bytes) = response.body else { return .null }
        return try JSONValue(parsing: bytes)
    }

    @Test("a profile keeps what is left out, clears what is empty, and is shown by auth/me")
    func profile() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let before = try await call(OperationCatalog.getAuthMe, test.database, caller: caller)
            #expect(before["full_name"] == "" && before["phone"] == "" && before["username"] == "ada")
            _ = try await call(
                OperationCatalog.patchAuthMe, test.database,
                body: #"{"full_name":"Ada Lovelace","phone":"1","email":" new@example.net "}"#, caller: caller)
            let after = try await call(
                OperationCatalog.patchAuthMe, test.database, body: #"{"phone":"","timezone":"Europe/London"}"#,
                caller: caller)
            #expect(after["full_name"] == "Ada Lovelace" && after["phone"] == "" && after["email"] == "new@example.net")
            #expect(try await call(OperationCatalog.getAuthMe, test.database, caller: caller) == after)
            let details = try await test.database.query(
                "SELECT detail FROM audit_events WHERE action = 'auth.profile.updated' ORDER BY occurred_at, id")
            #expect(
                try details.map { try JSONValue(parsing: $0.json("detail"))["email_changed"] } == [true, false])
        }
    }

    @Test("an address that is taken or none, and text that is too long, change nothing")
    func profileRefused() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            try await IdentityBench.addAdministrator(test.database, name: "bob")
            let (_, caller) = try await IdentityBench.signIn(test.database)
            let long = String(repeating: "x", count: 257)
            for (body, code) in [
                (#"{"email":"bob@example.net","phone":"1"}"#, ErrorCode.usersEmailTaken),
                (#"{"email":"nobody","phone":"1"}"#, .validationFieldInvalid),
                (#"{"email":"","phone":"1"}"#, .validationFieldInvalid),
                (#"{"full_name":"\#(long)","phone":"1"}"#, .validationFieldRange), ("[]", .validationInvalidBody),
            ] {
                let error = await apiError {
                    _ = try await call(OperationCatalog.patchAuthMe, test.database, body: body, caller: caller)
                }
                #expect(error?.code == code, "\(body.prefix(60))")
            }
            let me = try await call(OperationCatalog.getAuthMe, test.database, caller: caller)
            #expect(me["phone"] == "" && me["email"] == "ada@example.net")
        }
    }

    @Test("preferences start empty, keep what is left out and take known choices alone")
    func preferences() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (_, caller) = try await IdentityBench.signIn(test.database)
            #expect(try await call(OperationCatalog.getUsersMePreferences, test.database, caller: caller) == [:])
            let change = OperationCatalog.patchUsersMePreferences
            _ = try await call(
                change, test.database, body: #"{"density":"compact","reduce_motion":true,"other":1}"#, caller: caller)
            let merged = try await call(change, test.database, body: #"{"density":"comfortable"}"#, caller: caller)
            #expect(merged == ["density": "comfortable", "reduce_motion": true])
            let wrong = await apiError {
                _ = try await call(change, test.database, body: #"{"density":"tiny"}"#, caller: caller)
            }
            #expect(wrong?.code == .validationInvalidValue)
            #expect(try await call(OperationCatalog.getUsersMePreferences, test.database, caller: caller) == merged)
        }
    }

    @Test("the policy in force reaches live sessions at their next use and new ones whole; the record has both values")
    func policy() async throws {
        try await withAreaDatabase { test in
            try await IdentityBench.addAdministrator(test.database)
            let (issued, caller) = try await IdentityBench.signIn(test.database)
            let before = try await call(OperationCatalog.getAuthPolicy, test.database, caller: caller)
            #expect(before["session_idle_timeout_seconds"] == 900 && before["updated_by"] == nil)
            let after = try await call(
                OperationCatalog.putAuthPolicy, test.database,
                body: """
                    {"require_mfa":false,"session_idle_timeout_seconds":300,"session_absolute_timeout_seconds":3600}
                    """, caller: caller)
            #expect(after["updated_by"]?.string == caller.id && after["session_idle_timeout_seconds"] == 300)
            try await test.database.execute("UPDATE sessions SET last_seen_at = now() - interval '2 minutes'")
            // Another server: nothing but the database is shared.
            _ = try await IdentityBench.caller(test.database, cookie: issued.sessionToken.text)
            func seconds(_ column: String, _ id: UUID) async throws -> Int {
                try await test.database.count(
                    "SELECT extract(epoch FROM \(column) - now())::int AS n FROM sessions WHERE id = $1", [.uuid(id)])
            }
            #expect((290...300).contains(try await seconds("expires_at", issued.id)))
            #expect(try await seconds("absolute_expires_at", issued.id) > 40_000, "fixed at sign-in")
            let (next, _) = try await IdentityBench.signIn(test.database)
            #expect((290...300).contains(try await seconds("expires_at", next.id)))
            #expect((3_590...3_600).contains(try await seconds("absolute_expires_at", next.id)))
            let row = try #require(
                try await test.database.query("SELECT detail FROM audit_events WHERE action = 'auth.policy.updated'")
                    .first)
            let detail = try JSONValue(parsing: row.json("detail"))
            #expect(detail["old_value"]?["session_idle_timeout_seconds"] == 900)
            #expect(detail["new_value"]?["session_idle_timeout_seconds"] == 300)
        }
    }

    @Test(
        "a policy out of its bounds is refused and names the field",
        arguments: [
            (299, 3_600, "session_idle_timeout_seconds"), (86_401, 2_592_000, "session_idle_timeout_seconds"),
            (300, 3_599, "session_absolute_timeout_seconds"), (300, 2_592_001, "session_absolute_timeout_seconds"),
            (7_200, 3_600, "session_absolute_timeout_seconds"), (Int.max, Int.max, "session_idle_timeout_seconds"),
        ])
    func policyBounds(idle: Int, absolute: Int, field: String) {
        let fault = SignInPolicy.fault(
            in: AuthPolicyUpdateRequest(
                requireMFA: false, sessionIdleTimeoutSeconds: idle, sessionAbsoluteTimeoutSeconds: absolute))
        #expect(fault?.code == .authPolicyInvalid && fault?.detail["field"] == .string(field))
    }

    @Test("the database holds the same bounds as the rules")
    func policyStorage() async throws {
        try await withAreaDatabase { test in
            for (idle, absolute) in [(300, 3_600), (86_400, 86_400), (300, 2_592_000)] {
                let wanted = AuthPolicyUpdateRequest(
                    requireMFA: true, sessionIdleTimeoutSeconds: idle, sessionAbsoluteTimeoutSeconds: absolute)
                let stored = try await IdentityBench.policies(test.database).replace(with: wanted, by: .system("t"))
                #expect(stored.idleSeconds == idle && stored.absoluteSeconds == absolute)
            }
        }
    }

    @Test("anybody may ask what they may do, and read the vocabulary")
    func permissions() async throws {
        try await withAreaDatabase { test in
            let nobody = try await call(
                OperationCatalog.getAuthMePermissions, test.database, caller: IdentityBench.stranger)
            #expect(nobody["identity"]?["is_anonymous"] == true && nobody["permissions"] == [])
            let viewer = Caller(kind: .user, id: UUID.v7().text, label: "v", role: ActingRole(.viewer))
            let some = try await call(OperationCatalog.getAuthMePermissions, test.database, caller: viewer)
            #expect(some["identity"]?["role"] == "viewer" && some["identity"]?["id"]?.string == viewer.id)
            let ids = (some["permissions"]?.array ?? []).compactMap(\.string)
            #expect(ids == Role.viewer.permissions.map(\.id).sorted())
            let registry = try await call(
                OperationCatalog.getAuthPermissionsRegistry, test.database, caller: IdentityBench.stranger)
            #expect(registry["permissions"]?.array?.count == 67 && registry["categories"]?.array?.count == 20)
            #expect(registry["roles"]?.array?.count == 5)
            #expect(registry["permissions"]?.array?.allSatisfy { $0["description"]?.string?.isEmpty == false } == true)
        }
    }
}

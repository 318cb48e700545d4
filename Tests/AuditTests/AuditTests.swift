import AreaTestSupport
import Contract
import Core
import Database
import JSON
import Testing

@testable import Audit

@Suite("Redaction of audit detail")
struct RedactionTests {
    @Test(
        "a member whose name says secret is cut, whatever its spelling",
        arguments: [
            "password", "Password", "new_password", "privateKey", "private-key", "X-Api-Key", "api key", "ssh_key",
            "passphrase", "client_secret", "access_token", "otp", "otp_code", "JWT", "Set-Cookie", "Authorization",
        ])
    func secrets(name: String) {
        for value: JSONValue in ["hunter2", ["hunter2"], ["inner": "hunter2"]] {
            let (detail, paths) = AuditRedaction.redact([name: value, "other": 1])
            #expect(detail[name] == "<REDACTED>" && paths == [name] && detail["other"] == 1)
        }
    }

    @Test(
        "a member that only tells about a secret stays",
        arguments: ["username", "auth_method", "secret_rotated", "token_type", "key_type", "fingerprint", "reason"])
    func plain(name: String) {
        let (detail, paths) = AuditRedaction.redact([name: "value"])
        #expect(detail[name] == "value" && paths.isEmpty)
    }

    @Test("secrets are found at any depth and their paths told; flags, numbers and null of that name stay")
    func nested() {
        let (detail, paths) = AuditRedaction.redact([
            "list": [["token": "a", "name": "b"], "x"], "outer": ["password": ["c"]], "password": true, "otp": 3,
            "secret": nil,
        ])
        #expect(paths == ["list[0].token", "outer.password"])
        let expected: JSONObject = [
            "list": [["token": "<REDACTED>", "name": "b"], "x"], "outer": ["password": "<REDACTED>"],
            "password": true, "otp": 3, "secret": nil,
        ]
        #expect(detail == expected)
    }
}

@Suite("Audit trail")
struct AuditTrailTests {
    private struct Refusal: Error {}

    private let trail = AuditTrail()

    @Test("an entry is stored with its caller, resource, detail and correlation id, secrets cut")
    func stored() async throws {
        try await withAreaDatabase(checksAudit: false) { test in
            let correlationID = CorrelationID.make(.request)
            try await CorrelationID.$current.withValue(correlationID) {
                try await trail.record(
                    AuditEntry(
                        .hostCreated, .denied, by: .administrator, on: .init("host", "h1"),
                        detail: ["hostname": "web", "password": "hunter2"]), in: test.database)
            }
            let row = try #require(try await test.database.query("SELECT * FROM audit_events").first)
            #expect(try row.string("action") == "host.created" && row.string("outcome") == "denied")
            #expect(try row.string("actor_type") == "user" && row.string("actor_label") == "ada")
            #expect(try row.string("actor_ip") == "192.0.2.7" && row.string("actor_user_agent") == "test")
            #expect(try row.string("actor_id") == Caller.administrator.id)
            #expect(try row.string("actor_session_id") == Caller.administrator.sessionID)
            #expect(try row.string("resource_type") == "host" && row.string("resource_id") == "h1")
            #expect(try row.string("correlation_id") == correlationID.text)
            #expect(try row.stringArray("redactions") == ["password"])
            let detail = try JSONValue(parsing: try row.json("detail"))
            #expect(detail == ["hostname": "web", "password": "<REDACTED>"])
        }
    }

    @Test("an entry of a transaction that is rolled back leaves nothing")
    func rolledBack() async throws {
        try await withAreaDatabase { test in
            await #expect(throws: Refusal.self) {
                try await test.database.transaction { transaction in
                    try await trail.record(AuditEntry(.hostDeleted, by: .system("test")), in: transaction)
                    throw Refusal()
                }
            }
            let actions = try await test.database.auditActions()
            #expect(actions == [])
        }
    }

    @Test("a row is never changed, removed or swept away with its table")
    func appendOnly() async throws {
        try await withAreaDatabase { test in
            try await trail.record(AuditEntry(.hostDeleted, by: .system("test")), in: test.database)
            for sql in [
                "UPDATE audit_events SET action = 'nothing'", "DELETE FROM audit_events", "TRUNCATE audit_events",
                "INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (id) DO UPDATE SET action = 'nothing'",
            ] {
                let error = await #expect(throws: DatabaseError.self) { try await test.database.execute(sql) }
                #expect(error?.message.contains("append-only") == true, "\(sql)")
            }
            #expect(try await test.database.auditActions() == ["host.deleted"])
        }
    }

    @Test("many entries are one statement, each with an id of its own, hostile texts included")
    func many() async throws {
        try await withAreaDatabase(checksAudit: false) { test in
            let hostile = "'; DROP TABLE audit_events; -- \"\\ \u{1}😀"
            let entries = (0..<500).map { index in
                AuditEntry(
                    .hostUpdated, by: Caller(kind: .user, id: "u", label: hostile), on: .init("host", "\(index)"),
                    detail: ["text": .string(hostile), "n": .integer(index)])
            }
            try await trail.record(entries, in: test.database)
            try await trail.record([], in: test.database)
            #expect(try await test.database.count("SELECT count(DISTINCT id) AS n FROM audit_events") == 500)
            let clipped = "'; DROP TABLE audit_events; -- \"\\  😀"
            #expect(
                try await test.database.count(
                    "SELECT count(*) AS n FROM audit_events WHERE actor_label = $1 AND detail->>'text' = $1",
                    [.text(clipped)]) == 500)
            #expect(try await test.database.count("SELECT count(DISTINCT xmin::text) AS n FROM audit_events") == 1)
            #expect(try await test.database.count("SELECT sum((detail->>'n')::int) AS n FROM audit_events") == 124_750)
        }
    }

    @Test("entries of one statement are read in their order")
    func order() async throws {
        try await withAreaDatabase(checksAudit: false) { test in
            let entries = (0..<50).map { AuditEntry(.hostUpdated, by: .system("test"), detail: ["n": .integer($0)]) }
            try await trail.record(entries, in: test.database)
            let rows = try await test.database.query(
                "SELECT (detail->>'n')::int AS n FROM audit_events ORDER BY occurred_at, id")
            #expect(try rows.map { try $0.int("n") } == Array(0..<50))
        }
    }

    @Test("a caller's long label and the severity of the event are kept within the table's bounds")
    func bounds() async throws {
        try await withAreaDatabase { test in
            let caller = Caller(kind: .anonymous, label: String(repeating: "x", count: 10_000))
            for event in AuditEvent.all {
                try await trail.record(AuditEntry(event, .failure, by: caller), in: test.database)
            }
            #expect(try await test.database.count("SELECT max(length(actor_label)) AS n FROM audit_events") == 256)
            #expect(try await test.database.count("SELECT count(*) AS n FROM audit_events") == AuditEvent.all.count)
        }
    }

    @Test("text that holds a NUL is stored without failing what it records")
    func nul() async throws {
        try await withAreaDatabase { test in
            try await trail.record(
                AuditEntry(.authLoginFailure, .failure, by: .system("test"), detail: ["username": "a\u{0}b"]),
                in: test.database)
            #expect(try await test.database.auditActions().count == 1)
        }
    }
}

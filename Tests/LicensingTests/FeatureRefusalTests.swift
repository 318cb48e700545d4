import AreaTestSupport
import Audit
import Contract
import Core
import Database
import JSON
import TestSupport
import Testing

@testable import Licensing

@Suite("Refusals for want of a feature")
struct FeatureRefusalTests {
    private static func caller(_ id: String, address: String = "192.0.2.7") -> Caller {
        Caller(kind: .user, id: id, label: id, role: ActingRole(.admin), address: address)
    }

    private func rows(_ database: Database) async throws -> [String] {
        try await database.query(
            """
            SELECT actor_id || ' ' || (detail->>'feature') || ' ' || coalesce(detail->>'suppressed_count', '-') AS line
            FROM audit_events WHERE action = 'license.feature_check_denied' AND outcome = 'denied'
                AND actor_type = 'user' ORDER BY occurred_at, id
            """
        ).map { try $0.string("line") }
    }

    @Test("one row a minute for each caller and feature, the next one with the count of those in between")
    func deduplicated() async throws {
        try await withAreaDatabase { test in
            let clock = TestClock()
            let refusals = FeatureRefusals(
                database: test.database, audit: AuditTrail(), clock: clock.now, logger: .quiet)
            let operation = OperationCatalog.getLicense
            // Another address, the same identity: connections do not count.
            for index in 0..<5 {
                await refusals.note(Self.caller("ada", address: "192.0.2.\(index)"), operation, .auditQuery)
            }
            await refusals.note(Self.caller("ada"), operation, .auditExport)
            await refusals.note(Self.caller("bob"), operation, .auditQuery)
            let first = try await rows(test.database)
            #expect(first == ["ada audit_query -", "ada audit_export -", "bob audit_query -"])
            clock.move(seconds: 59)
            await refusals.note(Self.caller("ada"), operation, .auditQuery)
            clock.move(seconds: 1)
            await refusals.note(Self.caller("ada"), operation, .auditQuery)
            #expect(try await rows(test.database).last == "ada audit_query 5")
        }
    }

    @Test("what was counted is told when nothing follows, and callers are forgotten")
    func flushed() async throws {
        try await withAreaDatabase { test in
            let clock = TestClock()
            let refusals = FeatureRefusals(
                database: test.database, audit: AuditTrail(), clock: clock.now, logger: .quiet)
            for _ in 0..<3 { await refusals.note(Self.caller("ada"), OperationCatalog.getLicense, .auditQuery) }
            await refusals.note(Self.caller("bob"), OperationCatalog.getLicense, .auditQuery)
            try await refusals.flush()
            #expect(refusals.count == 2)
            clock.move(seconds: 60)
            try await refusals.flush()
            #expect(refusals.count == 0)
            try await refusals.flush()
            #expect(
                try await rows(test.database) == ["ada audit_query -", "bob audit_query -", "ada audit_query 2"])
        }
    }

    @Test("a flood of callers shares one entry once the memory for them is full")
    func bounded() async throws {
        try await withAreaDatabase { test in
            // Without a database nothing is written, which is not what this is about.
            await test.database.close()
            let clock = TestClock()
            let refusals = FeatureRefusals(
                database: test.database, audit: AuditTrail(), clock: clock.now, logger: .quiet)
            for index in 0..<FeatureRefusals.maximumEntries + 50 {
                await refusals.note(Self.caller("user-\(index)"), OperationCatalog.getLicense, .auditQuery)
            }
            #expect(refusals.count == FeatureRefusals.maximumEntries + 1)
        }
    }
}

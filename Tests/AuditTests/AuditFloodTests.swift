import AreaTestSupport
import Contract
import Core
import Database
import JSON
import NIOConcurrencyHelpers
import Testing

@testable import Audit

@Suite("Floods of refusals")
struct AuditFloodTests {
    private final class Clock: Sendable {
        let now = NIOLockedValueBox(Timestamp.now())

        func advance(_ seconds: Int64) { now.withLockedValue { $0 = $0.adding(seconds: seconds) } }
    }

    private func failure(_ address: String?, _ reason: String = "wrong_password") -> AuditEntry {
        AuditEntry(
            .authLoginFailure, .failure, by: .anonymous(address: address, userAgent: nil),
            detail: ["reason": .string(reason)])
    }

    private func rows(_ database: Database) async throws -> Int {
        try await database.count("SELECT count(*) AS n FROM audit_events")
    }

    private func suppressed(_ database: Database) async throws -> [Int] {
        try await database.query(
            """
            SELECT (detail->>'suppressed_count')::int AS n FROM audit_events WHERE detail ? 'suppressed_count'
            ORDER BY occurred_at, id
            """
        ).map { try $0.int("n") }
    }

    @Test("C11: an address that fails again and again leaves ten rows a minute and a count of the rest")
    func flood() async throws {
        try await withAreaDatabase { test in
            let clock = Clock()
            let flood = AuditFlood(
                database: test.database, audit: AuditTrail(), clock: { clock.now.withLockedValue(\.self) })
            for _ in 0..<250 { try await flood.record(failure("192.0.2.1")) }
            try await flood.record(failure("192.0.2.1", "unknown_user"))
            try await flood.record(failure("192.0.2.2"))
            #expect(try await rows(test.database) == 12 && flood.pending == 240)
            try await flood.flush()
            #expect(try await rows(test.database) == 12)
            clock.advance(60)
            try await flood.flush()
            #expect(try await suppressed(test.database) == [240])
            #expect(flood.pending == 0 && flood.count == 0)
            try await flood.record(failure("192.0.2.1"))
            #expect(try await rows(test.database) == 14)
        }
    }

    @Test("the next failure after the minute tells what was counted before it, and the last words are not lost")
    func next() async throws {
        try await withAreaDatabase { test in
            let clock = Clock()
            let flood = AuditFlood(
                database: test.database, audit: AuditTrail(), clock: { clock.now.withLockedValue(\.self) })
            for _ in 0..<15 { try await flood.record(failure("192.0.2.1")) }
            clock.advance(61)
            for _ in 0..<13 { try await flood.record(failure("192.0.2.1")) }
            #expect(try await suppressed(test.database) == [5])
            try await flood.flush(isFinal: true)
            #expect(try await suppressed(test.database) == [5, 3])
        }
    }

    @Test("C16: nothing of identified callers is left out, and no success of anybody")
    func identified() async throws {
        try await withAreaDatabase { test in
            let flood = AuditFlood(database: test.database, audit: AuditTrail())
            for _ in 0..<40 {
                try await flood.record(AuditEntry(.authzPermissionDenied, .denied, by: .administrator))
                try await flood.record(
                    AuditEntry(.authLoginSuccess, by: .anonymous(address: "192.0.2.1", userAgent: nil)))
            }
            #expect(try await rows(test.database) == 80 && flood.pending == 0)
            #expect(
                try await test.database.count(
                    "SELECT count(*) AS n FROM audit_events WHERE actor_id = $1",
                    [.text(optional: Caller.administrator.id)]) == 40)
        }
    }

    @Test("ever new addresses cost bounded memory and bounded rows, and are counted all the same")
    func addresses() async throws {
        try await withAreaDatabase { test in
            var limits = AuditFlood.Limits()
            limits.counts = 20
            limits.totalPerMinute = 50
            let clock = Clock()
            let flood = AuditFlood(
                database: test.database, audit: AuditTrail(), limits: limits,
                clock: { clock.now.withLockedValue(\.self) })
            for number in 0..<500 { try await flood.record(failure("198.51.100.\(number)")) }
            // One for all others.
            #expect(flood.count == 21)
            let recorded = try await rows(test.database)
            #expect(recorded <= 50 && flood.pending == 500 - recorded)
            clock.advance(61)
            try await flood.flush()
            #expect(try await suppressed(test.database).reduce(0, +) == 500 - recorded)
        }
    }

    @Test("what could not be recorded is counted on")
    func broken() async throws {
        try await withAreaDatabase(checksAudit: false) { test in
            let clock = Clock()
            let flood = AuditFlood(
                database: test.database, audit: AuditTrail(), clock: { clock.now.withLockedValue(\.self) })
            for _ in 0..<14 { try await flood.record(failure("192.0.2.1")) }
            clock.advance(61)
            try await test.database.execute("ALTER TABLE audit_events RENAME TO away")
            await #expect(throws: DatabaseError.self) { try await flood.flush() }
            try await test.database.execute("ALTER TABLE away RENAME TO audit_events")
            #expect(flood.pending == 4)
            try await flood.flush()
            #expect(try await suppressed(test.database) == [4])
        }
    }
}

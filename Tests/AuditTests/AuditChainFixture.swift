import AreaTestSupport
import Contract
import Core
import Database
import JSON
import Logging
import TestSupport

@testable import Audit

/// The chain over a test's database, with what somebody does who can write all of it.
struct AuditChainFixture: Sendable {
    static let key = [UInt8](repeating: 7, count: 32)

    let test: TestDatabase
    let trail = AuditTrail()
    let seal = AuditSeal { [key] }

    var database: Database { test.database }

    static func with(_ body: (AuditChainFixture) async throws -> Void) async throws {
        try await withAreaDatabase { try await body(AuditChainFixture(test: $0)) }
    }

    func record(_ count: Int) async throws {
        let entries = (0..<count).map { number in
            AuditEntry(
                .hostCreated, by: .administrator, on: .init("host", "h\(number)"),
                detail: ["hostname": .string("web-\(number)")])
        }
        try await trail.record(entries, in: database)
    }

    @discardableResult
    func link(mustSeal: Bool = true, seal: AuditSeal? = nil) async throws -> Int? {
        try await AuditLinker(database: database, seal: seal ?? self.seal, logger: .quiet).link(mustSeal: mustSeal)
    }

    func verify(expecting text: String? = nil, seal: AuditSeal? = nil) async throws -> AuditVerification {
        try await AuditVerifier(database: database, seal: seal ?? self.seal, page: 7).verify(
            expecting: text.flatMap { AuditVerifier.Expectation($0) })
    }

    /// Runs statements as a superuser who has switched the triggers off.
    func tamper(_ statements: String...) async throws { try await tamper(statements) }

    func tamper(_ statements: [String]) async throws {
        try await database.transaction { transaction in
            try await transaction.execute("SET LOCAL session_replication_role = replica")
            for statement in statements { try await transaction.execute(statement) }
        }
    }

    /// Rows that were recorded some days ago.
    func recordOld(_ count: Int, days: Int) async throws {
        try await database.execute(
            """
            INSERT INTO audit_events (id, correlation_id, action, severity, outcome, actor_type, actor_label,
                occurred_at, recorded_at)
            SELECT gen_random_uuid(), '', 'host.updated', 'info', 'success', 'system', 'test',
                now() - make_interval(days => $1), now() - make_interval(days => $1)
            FROM generate_series(1, $2)
            """, [.int(days), .int(count)])
    }

    func retention(days: Int, batch: Int = 5_000) -> AuditRetention {
        AuditRetention(database: database, audit: trail, seal: seal, days: days, batch: batch, logger: .quiet)
    }

    func count(_ table: String) async throws -> Int { try await database.count("SELECT count(*) AS n FROM \(table)") }
}

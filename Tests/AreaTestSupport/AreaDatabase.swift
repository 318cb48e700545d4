import Audit
import Connectivity
package import Contract
package import Database
import EventLog
import Fleet
package import Foundation
import Identity
import Intelligence
import Licensing
import Probes
import System
package import TestSupport

/// The product's whole schema, for tests of the areas.
package enum AreaSchema {
    package static let migrations =
        AuditMigrations.all + EventLogMigrations.all + IdentityMigrations.all + FleetMigrations.all
        + ProbeMigrations.all + ConnectivityMigrations.all + IntelligenceMigrations.all + SystemMigrations.all
        + LicensingMigrations.all
}

/// Audit rows whose detail has members that the registry does not declare.
package struct UndeclaredAuditDetail: Error, CustomStringConvertible {
    package let members: [String]

    package var description: String {
        "contract/audit-events.yaml does not declare \(members.joined(separator: ", ")); add them to detail_schema"
    }
}

/// Runs a test on a database of its own with the product's whole schema.
///
/// - Parameter checksAudit: whether the audit rows that the test leaves have to be as the registry says.
/// - Throws: ``UndeclaredAuditDetail``, besides what the body throws.
package func withAreaDatabase<Result: Sendable>(
    checksAudit: Bool = true, _ body: (TestDatabase) async throws -> Result
) async throws -> Result {
    await DatabaseTurns.shared.take()
    do {
        let result = try await withTestDatabase(migrations: AreaSchema.migrations) { test in
            let result = try await body(test)
            if checksAudit { try await checkAuditDetail(in: test.pool(maxConnections: 1)) }
            return result
        }
        await DatabaseTurns.shared.giveBack()
        return result
    } catch {
        await DatabaseTurns.shared.giveBack()
        throw error
    }
}

private func checkAuditDetail(in database: Database) async throws {
    let rows: [Row]
    do {
        rows = try await database.query(
            "SELECT DISTINCT action, member FROM audit_events, jsonb_object_keys(detail) AS member ORDER BY 1, 2")
        await database.close()
    } catch {
        await database.close()
        throw error
    }
    let wrong = try rows.compactMap { row -> String? in
        let (action, member) = (try row.string("action"), try row.string("member"))
        guard let event = AuditEvent.named(action) else { return "\(action) \(member)" }
        return AuditDetail.isFree(event) || event.fields.contains(member) ? nil : "\(action) \(member)"
    }
    if !wrong.isEmpty { throw UndeclaredAuditDetail(members: wrong) }
}

extension Database {
    /// One number that a statement gives in its column `n`.
    package func count(_ sql: String, _ parameters: [SQLValue] = []) async throws -> Int {
        try await query(sql, parameters).first?.int("n") ?? -1
    }

    /// Actions of the audit rows in the order of their recording.
    package func auditActions() async throws -> [String] {
        try await query("SELECT action FROM audit_events ORDER BY occurred_at, id").map { try $0.string("action") }
    }

    /// Kinds of the logged events by position.
    package func eventKinds() async throws -> [String] {
        try await query("SELECT kind FROM event_log ORDER BY position").map { try $0.string("kind") }
    }

    /// A host written straight into its table.
    @discardableResult
    package func addHost(
        _ id: UUID = UUID(), name: String = UUID().uuidString, address: String = "192.0.2.1",
        inMaintenance: Bool = false
    ) async throws -> ManagedHost {
        try await execute(
            "INSERT INTO hosts (id, hostname, ip_address, maintenance_mode) VALUES ($1, $2, $3::inet, $4)",
            [.uuid(id), .text(name), .text(address), .bool(inMaintenance)])
        return ManagedHost(id: id, hostname: name, address: address, port: 22, username: "")
    }
}

extension Caller {
    /// An administrator at a browser.
    package static let administrator = Caller(
        kind: .user, id: "018f0000-0000-7000-8000-000000000001", label: "ada", role: ActingRole(.admin),
        sessionID: "018f0000-0000-7000-8000-0000000000aa", address: "192.0.2.7", userAgent: "test")
}

/// The API error that a body throws; nil if it throws none or another one.
package func apiError(_ body: () async throws -> Void) async -> APIError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? APIError
    }
}

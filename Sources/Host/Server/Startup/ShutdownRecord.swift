import Audit
import Contract
import Database
import ServiceLifecycle

/// Writes the audit row of a clean stop, after everything else has stopped and before the database goes.
struct ShutdownRecord: Service, CustomStringConvertible {
    var description: String { "ShutdownRecord" }

    let database: Database
    let audit: AuditTrail

    func run() async throws {
        try? await gracefulShutdown()
        try await audit.record(AuditEntry(.systemShutdown, by: .system("serve")), in: database)
    }
}

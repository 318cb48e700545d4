package import Audit
import Contract
import Core
package import Database
package import Logging
import ServiceLifecycle

/// Removes sessions, refresh tokens and throttle rows that can do nothing any more, in batches.
package struct SessionSweeper: Service, CustomStringConvertible {
    package var description: String { "SessionSweeper" }

    private static let batch = 1_000
    /// Ended sessions stay for a day, so that their clients learn why they are refused.
    private static let graceHours = 24

    private let database: Database
    private let audit: AuditTrail
    private let interval: Duration
    private let logger: Logger

    package init(database: Database, audit: AuditTrail, interval: Duration = .seconds(600), logger: Logger) {
        self.database = database
        self.audit = audit
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: interval)) != nil {
                await CorrelationID.$current.withValue(.make(.schedule)) {
                    do {
                        try await sweep()
                    } catch is CancellationError {
                        // The server is stopping.
                    } catch {
                        logger.error("ended sessions could not be removed", metadata: ["error": "\(error)"])
                    }
                }
            }
        }
    }

    /// One pass. Sessions that ran out by themselves leave an audit row.
    func sweep() async throws {
        while try await sweepSessions() == Self.batch { try Task.checkCancellation() }
        while try await database.execute(
            """
            DELETE FROM refresh_tokens WHERE id IN (SELECT id FROM refresh_tokens
                WHERE expires_at < now() - make_interval(hours => $1::int) LIMIT $2)
            """, [.int(Self.graceHours), .int(Self.batch)]) == Self.batch
        { try Task.checkCancellation() }
        while try await database.execute(
            """
            DELETE FROM auth_throttle WHERE subject IN (SELECT subject FROM auth_throttle
                WHERE updated_at < now() - make_interval(hours => $1::int) LIMIT $2)
            """, [.int(Self.graceHours), .int(Self.batch)]) == Self.batch
        { try Task.checkCancellation() }
    }

    private func sweepSessions() async throws -> Int {
        try await database.transaction { transaction in
            let rows = try await transaction.query(
                """
                DELETE FROM sessions WHERE id IN (SELECT id FROM sessions
                    WHERE absolute_expires_at < now() - make_interval(hours => $1::int)
                        OR revoked_at < now() - make_interval(hours => $1::int)
                    LIMIT $2 FOR UPDATE SKIP LOCKED)
                RETURNING id, revoked_at IS NULL AS ran_out
                """, [.int(Self.graceHours), .int(Self.batch)])
            let ranOut = try rows.filter { try $0.bool("ran_out") }.map { try $0.uuid("id") }
            try await audit.record(
                ranOut.map {
                    AuditEntry(
                        .authSessionExpired, by: .system("sessions"), on: .init("session", $0.text),
                        detail: ["reason": "absolute_timeout"])
                }, in: transaction)
            return rows.count
        }
    }
}

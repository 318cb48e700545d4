import Contract
package import Core
package import Database
import JSON
package import Logging

/// Removes what is older than the policy allows: whole prefixes of the chain, each behind a signed anchor.
package struct AuditRetention: Sendable {
    private let database: Database
    private let audit: AuditTrail
    private let seal: AuditSeal
    private let days: Int
    private let batch: Int
    private let logger: Logger
    private let store = AuditChainStore()

    /// - Parameters:
    ///   - days: how long rows are kept after they were recorded; 0 = for ever.
    ///   - batch: rows of one transaction.
    package init(
        database: Database, audit: AuditTrail, seal: AuditSeal, days: Int, batch: Int = 5_000, logger: Logger
    ) {
        self.database = database
        self.audit = audit
        self.seal = seal
        self.days = days
        self.batch = batch
        self.logger = logger
    }

    /// Removes all that is too old by now.
    ///
    /// - Returns: the number of rows removed.
    @discardableResult
    package func run(at now: Timestamp = .now()) async throws -> Int {
        guard days > 0 else { return 0 }
        let limit = now.adding(seconds: -86_400 * Int64(days))
        var total = 0
        while !Task.isCancelled, let count = try await removeOnce(before: limit, at: now) {
            total += count
        }
        if total > 0 { logger.info("old audit rows removed", metadata: ["rows": "\(total)", "before": "\(limit)"]) }
        return total
    }

    /// - Returns: nil when nothing is old.
    private func removeOnce(before limit: Timestamp, at now: Timestamp) async throws -> Int? {
        try await database.transaction { transaction -> Int? in
            try await store.waitForLock(transaction)
            guard let end = try await store.oldPrefix(batch, before: limit, in: transaction) else { return nil }
            let anchor = AuditSeal.Checkpoint(kind: .anchor, position: end.position, hash: end.hash, madeAt: now)
            try await store.insert(anchor, seal: seal, in: transaction)
            let count = try await store.removePrefix(to: end.position, in: transaction)
            try await audit.record(
                AuditEntry(
                    .auditEventsRemoved, by: .system("audit"),
                    detail: [
                        "rows": .integer(count), "position": .integer(Int(end.position)),
                        "before": .string(limit.description), "retention_days": .integer(days),
                    ]),
                in: transaction)
            return count
        }
    }
}

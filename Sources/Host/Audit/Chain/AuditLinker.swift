import Core
package import Database
package import Logging

/// Appends what was committed to the chain, behind the writers' backs.
///
/// Any number of servers may try; a lock that ends with the transaction lets one at a time.
package struct AuditLinker: Sendable {
    /// How much is linked in one transaction.
    static let batch = 1_000

    private let database: Database
    private let seal: AuditSeal
    private let headInterval: Int64
    private let logger: Logger
    private let store = AuditChainStore()

    /// - Parameter headInterval: seconds between heads on record, as long as there is something new.
    package init(database: Database, seal: AuditSeal, headInterval: Int64 = 60, logger: Logger) {
        self.database = database
        self.seal = seal
        self.headInterval = headInterval
        self.logger = logger
    }

    /// Links all that is committed by now, in batches, and puts the end on record if that is due.
    ///
    /// - Parameters:
    ///   - mustSeal: puts the end on record whatever the time since the last.
    ///   - limit: how long to begin new batches.
    /// - Returns: how many rows were linked; nil if another server is at it.
    @discardableResult
    package func link(mustSeal: Bool = false, within limit: Duration? = nil) async throws -> Int? {
        let end = limit.map { ContinuousClock.now + $0 }
        var total = 0
        while true {
            guard let count = try await linkOnce(mustSeal: false) else { return nil }
            total += count
            if count < Self.batch { break }
            if let end, .now >= end { break }
        }
        guard mustSeal, let count = try await linkOnce(mustSeal: true) else { return total }
        return total + count
    }

    private func linkOnce(mustSeal: Bool) async throws -> Int? {
        let (count, head) = try await database.transaction { transaction -> (Int?, AuditSeal.Checkpoint?) in
            guard try await store.lock(transaction) else { return (nil, nil) }
            let (end, count) = try await store.link(
                Self.batch, after: try await store.end(transaction), in: transaction)
            let last = try await store.lastHead(transaction)
            let now = Timestamp.now()
            let isDue = last.map { now >= $0.madeAt.adding(seconds: headInterval) || now < $0.madeAt } ?? true
            guard end.position > (last?.position ?? 0), mustSeal || isDue else { return (count, nil) }
            let head = AuditSeal.Checkpoint(kind: .head, position: end.position, hash: end.hash, madeAt: now)
            try await store.insert(head, seal: seal, in: transaction)
            return (count, head)
        }
        if let head {
            // A copy outside of the database: `openwatch audit verify --expect` takes it.
            logger.info(
                "audit chain sealed", metadata: ["head": "\(head.position):\(AuditChain.hex(head.hash))"])
        }
        return count
    }
}

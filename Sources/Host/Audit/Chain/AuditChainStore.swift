import Core
import Database
import Foundation

/// The chain's tables.
struct AuditChainStore: Sendable {
    /// The last link, or the anchor when retention has removed all links.
    struct End: Sendable {
        let position: Int64
        let hash: [UInt8]
    }

    /// Takes the right to change the chain until the transaction ends; false if another has it.
    func lock(_ transaction: Transaction) async throws -> Bool {
        try await transaction.query(
            "SELECT pg_try_advisory_xact_lock($1) AS locked", [.int(AuditChain.advisoryLock)]
        ).first?.bool("locked") ?? false
    }

    /// Waits for the right to change the chain; whoever has it gives it back within a batch.
    func waitForLock(_ transaction: Transaction) async throws {
        _ = try await transaction.query("SELECT pg_advisory_xact_lock($1)", [.int(AuditChain.advisoryLock)])
    }

    func end(_ executor: some SQLExecutor) async throws -> End {
        let row = try await executor.query(
            """
            SELECT position, hash FROM (
                (SELECT position, hash FROM audit_chain ORDER BY position DESC LIMIT 1)
                UNION ALL (SELECT position, hash FROM audit_checkpoints WHERE kind = 'anchor'
                    ORDER BY position DESC LIMIT 1)) AS ends
            ORDER BY position DESC LIMIT 1
            """
        ).first
        guard let row else { return End(position: 0, hash: AuditChain.genesis) }
        return End(position: Int64(try row.int("position")), hash: try row.bytes("hash"))
    }

    /// Appends links for the rows that have waited longest, as many as `limit`.
    ///
    /// - Returns: the new end and how many rows were linked.
    func link(_ limit: Int, after end: End, in transaction: Transaction) async throws -> (end: End, count: Int) {
        let rows = try await transaction.query(
            """
            SELECT u.ordinal, u.event_id, \(AuditChain.canonicalForm) AS canonical
            FROM (SELECT ordinal, event_id FROM audit_unlinked ORDER BY ordinal LIMIT $1) AS u
            LEFT JOIN audit_events AS e ON e.id = u.event_id
            ORDER BY u.ordinal
            """, [.int(limit)])
        guard !rows.isEmpty else { return (end, 0) }
        var position = end.position
        var hash = end.hash
        var positions: [Int64] = []
        var ids: [UUID] = []
        var hashes: [String] = []
        for row in rows {
            // Without its row: somebody got past the triggers. The link shows it.
            position += 1
            hash = AuditChain.hash(after: hash, position: position, row: try row.optionalString("canonical") ?? "")
            positions.append(position)
            ids.append(try row.uuid("event_id"))
            hashes.append(AuditChain.hex(hash))
        }
        _ = try await transaction.batch([
            (
                """
                INSERT INTO audit_chain (position, event_id, hash)
                SELECT position, event_id, decode(hash, 'hex')
                FROM unnest($1::bigint[], $2::uuid[], $3::text[]) AS link (position, event_id, hash)
                """, [.int64Array(positions), .uuidArray(ids), .textArray(hashes)]
            ),
            (
                "DELETE FROM audit_unlinked WHERE ordinal = ANY ($1::bigint[])",
                [.int64Array(try rows.map { Int64(try $0.int("ordinal")) })]
            ),
        ])
        return (End(position: position, hash: hash), rows.count)
    }

    func lastHead(_ executor: some SQLExecutor) async throws -> (position: Int64, madeAt: Timestamp)? {
        try await executor.query(
            "SELECT position, made_at FROM audit_checkpoints WHERE kind = 'head' ORDER BY position DESC LIMIT 1"
        ).first.map { (Int64(try $0.int("position")), try $0.timestamp("made_at")) }
    }

    func insert(_ checkpoint: AuditSeal.Checkpoint, seal: AuditSeal, in executor: some SQLExecutor) async throws {
        let (keyID, code) = seal.sign(checkpoint)
        _ = try await executor.execute(
            """
            INSERT INTO audit_checkpoints (kind, position, hash, made_at, key_id, mac)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .text(checkpoint.kind.rawValue), .int(checkpoint.position), .bytes(checkpoint.hash),
                .timestamp(checkpoint.madeAt), .text(keyID), .bytes(code),
            ])
    }

    // MARK: Retention

    /// The last of the oldest `limit` links such that it and all before it are of rows recorded before a time.
    func oldPrefix(_ limit: Int, before time: Timestamp, in executor: some SQLExecutor) async throws -> End? {
        let row = try await executor.query(
            """
            WITH oldest AS (
                SELECT c.position, c.hash, e.recorded_at, e.recorded_at >= $1 AS is_young
                FROM (SELECT position, event_id, hash FROM audit_chain ORDER BY position LIMIT $2) AS c
                LEFT JOIN audit_events AS e ON e.id = c.event_id)
            SELECT position, hash FROM oldest
            WHERE recorded_at IS NOT NULL
                AND position < coalesce((SELECT min(position) FROM oldest WHERE is_young), 9223372036854775807)
            ORDER BY position DESC LIMIT 1
            """, [.timestamp(time), .int(limit)]
        ).first
        return try row.map { End(position: Int64(try $0.int("position")), hash: try $0.bytes("hash")) }
    }

    /// Removes rows and links up to a position; an anchor there or further on has to exist.
    ///
    /// - Returns: the number of rows removed.
    func removePrefix(to position: Int64, in transaction: Transaction) async throws -> Int {
        let counts = try await transaction.batch([
            (
                "DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_chain WHERE position <= $1)",
                [.int(position)]
            ),
            ("DELETE FROM audit_chain WHERE position <= $1", [.int(position)]),
        ])
        return counts.first ?? 0
    }
}

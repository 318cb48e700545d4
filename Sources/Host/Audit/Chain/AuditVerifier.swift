import Core
package import Database
import Foundation

/// Recomputes the chain from the rows and tells the first thing that is not as it was recorded.
///
/// Works beside running servers: everything is read from one snapshot. Memory does not grow with the trail.
package struct AuditVerifier: Sendable {
    /// A head that was kept outside of the database.
    package struct Expectation: Sendable {
        let position: Int64
        let hash: String

        /// Reads `position:hash`; nil if it is not one.
        package init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let position = Int64(parts[0]), position > 0, parts[1].count == 64,
                parts[1].allSatisfy({ $0.isHexDigit && $0.isASCII })
            else { return nil }
            self.position = position
            hash = parts[1].lowercased()
        }
    }

    private let database: Database
    private let seal: AuditSeal
    private let page: Int

    /// - Parameter page: rows that are read at a time.
    package init(database: Database, seal: AuditSeal, page: Int = 2_000) {
        self.database = database
        self.seal = seal
        self.page = page
    }

    /// - Parameter expectation: checked when the chain still holds its position.
    /// - Throws: the database's error; a faulty trail is a result.
    package func verify(expecting expectation: Expectation? = nil) async throws -> AuditVerification {
        try await database.transaction { transaction in
            try await transaction.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            var result = AuditVerification()
            try await readAnchor(transaction, &result)
            while result.fault == nil {
                let rows = try await transaction.query(Self.links, [.int(result.position), .int(page)])
                for row in rows where result.fault == nil { try check(row, expectation, &result) }
                if rows.count < page { break }
            }
            if result.fault == nil { try await checkEnd(transaction, expectation, &result) }
            if result.fault == nil { try await findInserted(transaction, &result) }
            let tail = try await transaction.query(
                "SELECT count(*) AS n, min(noted_at) AS since FROM audit_unlinked"
            ).first
            result.unlinked = try tail?.int("n") ?? 0
            result.unlinkedSince = try tail?.optionalTimestamp("since")
            return result
        }
    }

    private static let links = """
        SELECT c.position, c.event_id, c.hash, e.id IS NOT NULL AS is_there,
            CASE WHEN e.id IS NOT NULL THEN \(AuditChain.canonicalForm) END AS canonical,
            h.hash AS head_hash, h.made_at AS head_time, h.key_id AS head_key, h.mac AS head_mac
        FROM audit_chain AS c
        LEFT JOIN audit_events AS e ON e.id = c.event_id
        LEFT JOIN audit_checkpoints AS h ON h.kind = 'head' AND h.position = c.position
        WHERE c.position > $1 ORDER BY c.position LIMIT $2
        """

    private func readAnchor(_ transaction: Transaction, _ result: inout AuditVerification) async throws {
        let row = try await transaction.query(
            """
            SELECT position, hash, made_at, key_id, mac FROM audit_checkpoints
            WHERE kind = 'anchor' ORDER BY position DESC LIMIT 1
            """
        ).first
        guard let row else { return }
        let anchor = AuditSeal.Checkpoint(
            kind: .anchor, position: Int64(try row.int("position")), hash: try row.bytes("hash"),
            madeAt: try row.timestamp("made_at"))
        judge(anchor, keyID: try row.string("key_id"), code: try row.bytes("mac"), &result)
        result.anchor = anchor.position
        result.position = anchor.position
        result.hash = anchor.hash
    }

    private func judge(
        _ checkpoint: AuditSeal.Checkpoint, keyID: String, code: [UInt8], _ result: inout AuditVerification
    ) {
        switch seal.verify(checkpoint, keyID: keyID, code: code) {
        case .valid: result.signedCheckpoints += 1
        case .unknownKey: result.unjudgedCheckpoints += 1
        case .forged:
            result.fault = .init(
                kind: .forgedCheckpoint, position: checkpoint.position, eventID: nil,
                message: "the \(checkpoint.kind.rawValue) at position \(checkpoint.position) was not signed by the "
                    + "server")
        }
    }

    private func check(_ row: Row, _ expectation: Expectation?, _ result: inout AuditVerification) throws {
        let position = Int64(try row.int("position"))
        let id = try row.uuid("event_id")
        func fault(_ kind: AuditVerification.Fault.Kind, at position: Int64, _ id: UUID?, _ message: String) {
            result.fault = .init(kind: kind, position: position, eventID: id, message: message)
        }
        let next = result.position + 1
        guard position == next else {
            return fault(.deleted, at: next, nil, "the chain has no link at position \(next)")
        }
        guard try row.bool("is_there"), let canonical = try row.optionalString("canonical") else {
            return fault(.deleted, at: position, id, "the row of position \(position) is missing")
        }
        let hash = AuditChain.hash(after: result.hash, position: position, row: canonical)
        guard try row.bytes("hash") == hash else {
            return fault(.changed, at: position, id, "the row of position \(position) is not the one that was linked")
        }
        result.rows += 1
        result.position = position
        result.hash = hash
        if let head = try row.optionalBytes("head_hash") {
            let checkpoint = AuditSeal.Checkpoint(
                kind: .head, position: position, hash: head, madeAt: try row.timestamp("head_time"))
            judge(checkpoint, keyID: try row.string("head_key"), code: try row.bytes("head_mac"), &result)
            if result.fault == nil, head != hash {
                fault(
                    .recomputed, at: position, id, "the chain up to position \(position) differs from its signed head")
            }
        }
        if result.fault == nil, let expectation, expectation.position == position,
            expectation.hash != AuditChain.hex(hash)
        {
            fault(.recomputed, at: position, id, "the chain up to position \(position) differs from the expected head")
        }
    }

    /// Whether the chain reaches as far as it once did.
    private func checkEnd(
        _ transaction: Transaction, _ expectation: Expectation?, _ result: inout AuditVerification
    ) async throws {
        let head = try await transaction.query(
            "SELECT position FROM audit_checkpoints WHERE kind = 'head' ORDER BY position DESC LIMIT 1"
        ).first?.int("position")
        let reached = max(Int64(head ?? 0), expectation?.position ?? 0)
        guard reached > result.position else { return }
        result.fault = .init(
            kind: .deleted, position: result.position + 1, eventID: nil,
            message: "the chain ends at position \(result.position) and once reached \(reached)")
    }

    /// Looks for a row that neither has a link nor waits for one.
    private func findInserted(_ transaction: Transaction, _ result: inout AuditVerification) async throws {
        var last: UUID?
        while true {
            let row = try await transaction.query(
                """
                WITH page AS (
                    SELECT id FROM audit_events WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT 20000)
                SELECT (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last,
                    (SELECT id FROM page
                        WHERE NOT EXISTS (SELECT 1 FROM audit_chain AS c WHERE c.event_id = page.id)
                            AND NOT EXISTS (SELECT 1 FROM audit_unlinked AS u WHERE u.event_id = page.id)
                        ORDER BY id LIMIT 1) AS stranger
                """, [.uuid(optional: last)]
            ).first
            if let stranger = try row?.optionalUUID("stranger") {
                result.fault = .init(
                    kind: .inserted, position: nil, eventID: stranger,
                    message: "the row \(stranger.text) was put in past the chain")
                return
            }
            guard let end = try row?.optionalUUID("last") else { return }
            last = end
        }
    }
}

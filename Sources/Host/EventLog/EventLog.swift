import Contract
import Core
package import Database
import Foundation
import JSON

/// The append-only log of everything that subscribers, alerts and activity read.
///
/// Positions grow in commit order: appending takes one advisory lock until its transaction ends, so a reader that has
/// seen position n can never meet a smaller one later. Append last in a transaction, so that the lock is held briefly.
package struct EventLog: Sendable {
    /// The notification channel that wakes readers after a commit.
    package static let channel = "openwatch_events"

    package init() {}

    /// Appends events in order, in the caller's transaction.
    ///
    /// Each gets a `detected_at` one microsecond after the one before, so that pages never split a tie.
    package func append(_ events: [NewEvent], in transaction: Transaction) async throws {
        guard !events.isEmpty else { return }
        let now = Timestamp.now()
        let correlationID = CorrelationID.current?.text ?? ""
        _ = try await transaction.batch([
            (sql: "SELECT pg_advisory_xact_lock(7957395821016)", parameters: []),
            (
                sql: Self.insert,
                parameters: [
                    .uuidArray(events.map { _ in UUID.v7(at: now) }),
                    .textArray(events.map(\.kind.name)),
                    .textArray(events.map { $0.hostID?.text ?? "" }),
                    .textArray(events.map { $0.pluginID ?? "" }),
                    .textArray(events.map { $0.code ?? "" }),
                    .textArray(events.map { $0.severity?.rawValue ?? "" }),
                    // A text column holds no NUL either.
                    .textArray(events.map { $0.subject.replacing("\0", with: "\u{fffd}") }),
                    .jsonArray(events.map(\.body.bytes)),
                    .textArray(events.map(\.occurredAt.description)),
                    .timestamp(now),
                    .text(correlationID),
                ]
            ),
            (sql: "SELECT pg_notify('\(Self.channel)', '')", parameters: []),
        ])
    }

    /// Events after a position, oldest first.
    ///
    /// - Parameter kinds: only these; nil for all.
    package func read(
        after position: Int64, kinds: [String]?, limit: Int, from executor: some SQLExecutor
    ) async throws -> [LoggedEvent] {
        let rows = try await executor.query(
            """
            SELECT \(LoggedEvent.columns) FROM event_log
            WHERE position > $1 AND ($2::text[] IS NULL OR kind = ANY ($2)) ORDER BY position LIMIT $3
            """, [.int(position), kinds.map { .textArray($0) } ?? .null, .int(Int64(limit))])
        return try rows.map(LoggedEvent.init(row:))
    }

    /// The newest position, 0 when the log is empty.
    package func lastPosition(from executor: some SQLExecutor) async throws -> Int64 {
        let rows = try await executor.query("SELECT coalesce(max(position), 0) AS position FROM event_log", [])
        return try rows.first.map { Int64(try $0.int("position")) } ?? 0
    }

    private static let insert = """
        INSERT INTO event_log (id, kind, host_id, plugin_id, code, severity, subject, body, occurred_at, detected_at,
            correlation_id)
        SELECT id, kind, nullif(host_id, '')::uuid, nullif(plugin_id, ''), nullif(code, ''), nullif(severity, ''),
            subject, body, occurred_at::timestamptz, $10::timestamptz + ordinality * interval '1 microsecond', $11
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[],
            $9::text[]) WITH ORDINALITY
            AS event (id, kind, host_id, plugin_id, code, severity, subject, body, occurred_at, ordinality)
        ORDER BY ordinality
        """
}

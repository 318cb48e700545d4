import Contract
import Core
package import Database
import Foundation
import JSON

/// The record of who did what: append-only rows, written with what they record.
///
/// Pass the transaction that makes the change, and the row stands or falls with it; pass the database itself for what
/// changes nothing, such as a refused login.
package struct AuditTrail: Sendable {
    package init() {}

    /// Appends entries in one statement, in order.
    ///
    /// - Throws: the database's error; the caller's change must not be kept then.
    package func record(_ entries: [AuditEntry], in executor: some SQLExecutor) async throws {
        guard !entries.isEmpty else { return }
        let now = Timestamp.now()
        let correlationID = CorrelationID.current?.text ?? ""
        var writer = JSONWriter(reserving: 512 * entries.count)
        writer.beginArray()
        for (index, entry) in entries.enumerated() {
            // A microsecond apart, so that readers see them in their order.
            let time = Timestamp(microseconds: now.microseconds + Int64(index))
            write(entry, at: time, correlationID: correlationID, to: &writer)
        }
        writer.endArray()
        _ = try await executor.execute(Self.insert, [.json(writer.bytes)])
    }

    package func record(_ entry: AuditEntry, in executor: some SQLExecutor) async throws {
        try await record([entry], in: executor)
    }

    private func write(_ entry: AuditEntry, at time: Timestamp, correlationID: String, to writer: inout JSONWriter) {
        let (detail, redactions) = AuditDetail.prepare(entry)
        writer.beginObject()
        writer.member("id", UUID.v7(at: time).text)
        writer.member("correlation_id", AuditText.clip(correlationID))
        writer.member("action", entry.event.code)
        writer.member("severity", entry.event.severity.rawValue)
        writer.member("outcome", entry.outcome.rawValue)
        writer.member("actor_type", entry.caller.kind.rawValue)
        writer.member(optional: "actor_id", entry.caller.id.map { AuditText.clip($0) })
        writer.member("actor_label", AuditText.clip(entry.caller.label))
        writer.member(optional: "actor_ip", entry.caller.address.map { AuditText.clip($0) })
        writer.member(optional: "actor_user_agent", entry.caller.userAgent.map { AuditText.clip($0) })
        writer.member(optional: "actor_session_id", entry.caller.sessionID.map { AuditText.clip($0) })
        writer.member(optional: "resource_type", entry.resource?.type)
        writer.member(optional: "resource_id", entry.resource.map { AuditText.clip($0.id) })
        writer.member("detail", .object(detail))
        if !redactions.isEmpty { writer.member("redactions", redactions) }
        writer.member("occurred_at", time.description)
        writer.endObject()
    }

    private static let insert = """
        INSERT INTO audit_events (id, correlation_id, action, severity, outcome, actor_type, actor_id, actor_label,
            actor_ip, actor_user_agent, actor_session_id, resource_type, resource_id, detail, redactions, occurred_at)
        SELECT id, correlation_id, action, severity, outcome, actor_type, actor_id, actor_label, actor_ip,
            actor_user_agent, actor_session_id, resource_type, resource_id, detail, redactions, occurred_at
        FROM jsonb_to_recordset($1::jsonb) AS entry (id uuid, correlation_id text, action text, severity text,
            outcome text, actor_type text, actor_id text, actor_label text, actor_ip text, actor_user_agent text,
            actor_session_id text, resource_type text, resource_id text, detail jsonb, redactions text[],
            occurred_at timestamptz)
        """
}

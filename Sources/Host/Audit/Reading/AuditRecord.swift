import Contract
package import Core
import Database
package import Foundation
import JSON

/// A row of the trail as it is read.
package struct AuditRecord: Sendable {
    package let id: UUID
    package let correlationID: String
    package let action: String
    package let severity: String
    package let outcome: String
    package let actorType: String
    package let actorID: String?
    package let actorLabel: String
    package let actorIP: String?
    package let resourceType: String?
    package let resourceID: String?
    /// JSON text, as it is stored.
    package let detail: [UInt8]
    package let redactions: [String]?
    package let occurredAt: Timestamp
    package let recordedAt: Timestamp
    /// One sentence about the row.
    package let message: String

    /// What ``init(row:)`` reads; the last two are what a sentence takes from the detail.
    static let columns = """
        id, correlation_id, action, severity, outcome, actor_type, actor_id, actor_label, actor_ip, resource_type,
        resource_id, detail, redactions, occurred_at, recorded_at,
        coalesce(detail->>'hostname', detail->>'username', detail->>'name') AS subject, detail->>'reason' AS reason
        """

    init(row: Row) throws {
        id = try row.uuid("id")
        correlationID = try row.string("correlation_id")
        action = try row.string("action")
        severity = try row.string("severity")
        outcome = try row.string("outcome")
        actorType = try row.string("actor_type")
        actorID = try row.optionalString("actor_id")
        actorLabel = try row.string("actor_label")
        actorIP = try row.optionalString("actor_ip")
        resourceType = try row.optionalString("resource_type")
        resourceID = try row.optionalString("resource_id")
        detail = try row.json("detail")
        redactions = try row.optionalStringArray("redactions")
        occurredAt = try row.timestamp("occurred_at")
        recordedAt = try row.timestamp("recorded_at")
        message = Self.sentence(
            action, outcome, by: actorLabel, resourceType, try row.optionalString("subject") ?? resourceID,
            try row.optionalString("reason"))
    }

    package var cursor: AuditCursor { AuditCursor(occurredAt: occurredAt, id: id) }

    /// `ada: A host was added (host web-1).`
    private static func sentence(
        _ action: String, _ outcome: String, by actor: String, _ type: String?, _ subject: String?, _ reason: String?
    ) -> String {
        var text = "\(actor.isEmpty ? "somebody" : actor): "
        text += AuditEvent.named(action).map { String($0.summary.prefix { $0 != "." }) } ?? action
        if let type {
            text += " (\(type)\(subject.map { " " + $0 } ?? ""))"
        } else if let subject {
            text += " (\(subject))"
        }
        if outcome != AuditEntry.Outcome.success.rawValue { text += ", \(outcome)" }
        if let reason, !reason.isEmpty { text += ": \(AuditText.clip(reason))" }
        return text + "."
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id.text)
        writer.member("correlation_id", correlationID)
        writer.member("action", action)
        writer.member("message", message)
        writer.member("severity", severity)
        writer.member("outcome", outcome)
        writer.member("actor_type", actorType)
        writer.member(optional: "actor_id", actorID)
        writer.member("actor_label", actorLabel)
        writer.member(optional: "actor_ip", actorIP)
        writer.member(optional: "resource_type", resourceType)
        writer.member(optional: "resource_id", resourceID)
        writer.member("occurred_at", occurredAt.description)
        writer.member("recorded_at", recordedAt.description)
        writer.member("detail", raw: detail)
        if let redactions {
            writer.member("redactions", redactions)
        } else {
            writer.key("redactions")
            writer.null()
        }
        writer.endObject()
    }
}

package import Contract
package import Core
import Database
package import Foundation
import JSON

/// An event of the log, with its place in it.
package struct LoggedEvent: Sendable {
    /// Grows with every event; readers resume after the last one they saw.
    package let position: Int64
    package let id: UUID
    package let kind: String
    package let hostID: UUID?
    package let pluginID: String?
    package let code: String?
    package let severity: String?
    package let body: RawJSON
    package let occurredAt: Timestamp
    package let detectedAt: Timestamp
    package let correlationID: String

    /// The frame's data on the stream: `{"kind","timestamp","payload"}` with the payload of the contract.
    package func streamData() -> [UInt8] {
        var writer = JSONWriter(reserving: 256 + body.bytes.count)
        writer.beginObject()
        writer.member("kind", kind)
        writer.member("timestamp", detectedAt.description)
        writer.key("payload")
        if let code {
            writer.beginObject()
            writer.member("HostID", hostID?.text ?? "")
            writer.member("Code", code)
            writer.member("Severity", severity ?? "")
            writer.member("Detail", raw: body.bytes)
            writer.member("OccurredAt", occurredAt.description)
            writer.member(optional: "PluginID", pluginID)
            writer.endObject()
        } else {
            writer.raw(body.bytes)
        }
        writer.endObject()
        return writer.bytes
    }
}

extension LoggedEvent {
    static let columns = """
        position, id, kind, host_id, plugin_id, code, severity, body, occurred_at, detected_at, correlation_id
        """

    init(row: Row) throws {
        position = Int64(try row.int("position"))
        id = try row.uuid("id")
        kind = try row.string("kind")
        hostID = try row.optionalUUID("host_id")
        pluginID = try row.optionalString("plugin_id")
        code = try row.optionalString("code")
        severity = try row.optionalString("severity")
        body = RawJSON(bytes: try row.json("body"))
        occurredAt = try row.timestamp("occurred_at")
        detectedAt = try row.timestamp("detected_at")
        correlationID = try row.string("correlation_id")
    }
}

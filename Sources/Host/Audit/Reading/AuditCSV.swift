import Core

/// Audit rows as comma-separated values (RFC 4180), safe to open in a spreadsheet.
enum AuditCSV {
    static let header =
        "occurred_at,action,message,severity,actor_type,actor_label,actor_id,resource_type,resource_id,"
        + "correlation_id\r\n"

    static func line(_ record: AuditRecord) -> String {
        [
            record.occurredAt.description, record.action, record.message, record.severity, record.actorType,
            record.actorLabel, record.actorID ?? "", record.resourceType ?? "", record.resourceID ?? "",
            record.correlationID,
        ].map(cell).joined(separator: ",") + "\r\n"
    }

    /// A value as one cell. What a spreadsheet would take for a formula gets an apostrophe in front.
    static func cell(_ value: String) -> String {
        var text = value
        if let first = value.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
        let mustQuote = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        guard mustQuote else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

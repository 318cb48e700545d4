import Contract
package import Core
package import Database
package import Foundation

extension EventLog {
    /// What a page of intelligence events is restricted to; nil means no restriction.
    package struct Filter: Sendable {
        package var hostID: UUID?
        package var code: String?
        package var severity: String?
        package var pluginID: String?
        package var since: Timestamp?
        package var until: Timestamp?

        package init() {}
    }

    /// A place between two events of a page, newest first: `<time>|<id>` on the wire.
    package struct Cursor: Sendable {
        package let detectedAt: Timestamp
        package let id: UUID

        package init(after event: LoggedEvent) {
            detectedAt = event.detectedAt
            id = event.id
        }

        /// Reads the wire form; nil if it is not one.
        package init?(_ text: String) {
            let parts = text.split(separator: "|", omittingEmptySubsequences: false)
            guard parts.count == 2, let time = Timestamp(parsing: String(parts[0])),
                let id = UUID(uuidString: String(parts[1]))
            else { return nil }
            detectedAt = time
            self.id = id
        }

        package var text: String { "\(detectedAt)|\(id.text)" }
    }

    /// A page of intelligence events, newest first.
    package func intelligenceEvents(
        matching filter: Filter, after cursor: Cursor?, limit: Int, from executor: some SQLExecutor
    ) async throws -> [LoggedEvent] {
        let rows = try await executor.query(
            """
            SELECT \(LoggedEvent.columns) FROM event_log
            WHERE kind = 'intelligence.event'
                AND ($1::uuid IS NULL OR host_id = $1) AND ($2::text IS NULL OR code = $2)
                AND ($3::text IS NULL OR severity = $3) AND ($4::text IS NULL OR plugin_id = $4)
                AND ($5::timestamptz IS NULL OR detected_at >= $5) AND ($6::timestamptz IS NULL OR detected_at < $6)
                AND ($7::timestamptz IS NULL OR (detected_at, id) < ($7, $8::uuid))
            ORDER BY detected_at DESC, id DESC LIMIT $9
            """,
            [
                .uuid(optional: filter.hostID), .text(optional: filter.code), .text(optional: filter.severity),
                .text(optional: filter.pluginID), .timestamp(optional: filter.since),
                .timestamp(optional: filter.until), .timestamp(optional: cursor?.detectedAt),
                .uuid(optional: cursor?.id), .int(Int64(limit)),
            ])
        return try rows.map(LoggedEvent.init(row:))
    }
}

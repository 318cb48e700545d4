package import Database
import JSON

/// Reads the trail, newest first.
package struct AuditReader: Sendable {
    /// Rows of one page.
    package struct Page: Sendable {
        package let records: [AuditRecord]
        /// Where the next page begins; nil at the end.
        package let next: AuditCursor?

        /// The page as `GET /api/v1/audit/events` answers it.
        package var json: [UInt8] {
            var writer = JSONWriter(reserving: 512 * (records.count + 1))
            writer.beginObject()
            writer.key("items")
            writer.beginArray()
            for record in records { record.write(to: &writer) }
            writer.endArray()
            writer.key("next_cursor")
            if let next { writer.string(next.text) } else { writer.null() }
            writer.endObject()
            return writer.bytes
        }
    }

    package init() {}

    /// - Parameter limit: rows of the page.
    package func page(
        _ filter: AuditFilter, after cursor: AuditCursor?, limit: Int, from executor: some SQLExecutor
    ) async throws -> Page {
        let (conditions, parameters) = filter.conditions(after: cursor)
        // One more than asked for tells whether there is a next page.
        let rows = try await executor.query(
            """
            SELECT \(AuditRecord.columns) FROM audit_events \(conditions)
            ORDER BY occurred_at DESC, id DESC LIMIT $\(parameters.count + 1)
            """, parameters + [.int(limit + 1)])
        let records = try rows.prefix(limit).map(AuditRecord.init(row:))
        return Page(records: records, next: rows.count > limit ? records.last?.cursor : nil)
    }

    /// Whether more than a number of rows fit a filter.
    package func hasMore(
        than count: Int, _ filter: AuditFilter, in executor: some SQLExecutor
    ) async throws -> Bool {
        let (conditions, parameters) = filter.conditions(after: nil)
        let rows = try await executor.query(
            """
            SELECT id FROM audit_events \(conditions)
            ORDER BY occurred_at DESC, id DESC OFFSET $\(parameters.count + 1) LIMIT 1
            """, parameters + [.int(count)])
        return !rows.isEmpty
    }
}

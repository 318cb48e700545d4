package import Database
import JSON

/// The trail as a file, made page by page: memory does not grow with it.
package struct AuditExport: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case csv, json
    }

    private enum State {
        case begin
        /// The rows behind a place are next.
        case rows(AuditCursor?)
        case end
        case done
    }

    private static let page = 500

    private let database: Database
    private let filter: AuditFilter
    private let format: Format
    private let maximum: Int
    private let reader = AuditReader()
    private var state = State.begin
    /// Rows handed out.
    package private(set) var count = 0

    /// - Parameter maximum: rows at most; nil = all.
    package init(_ filter: AuditFilter, as format: Format, maximum: Int? = nil, from database: Database) {
        self.filter = filter
        self.format = format
        self.maximum = maximum ?? .max
        self.database = database
    }

    /// - Returns: the next piece of the file; nil at its end.
    package mutating func next() async throws -> [UInt8]? {
        switch state {
        case .begin:
            state = maximum > 0 ? .rows(nil) : .end
            return Array((format == .csv ? AuditCSV.header : "[").utf8)
        case .rows(let cursor):
            let limit = min(Self.page, maximum - count)
            let page = try await reader.page(filter, after: cursor, limit: limit, from: database)
            let piece = format == .csv ? Self.csv(page.records) : Self.json(page.records, isFirst: count == 0)
            count += page.records.count
            if let next = page.next, count < maximum { state = .rows(next) } else { state = .end }
            return piece
        case .end:
            state = .done
            return Array((format == .csv ? "" : "\n]\n").utf8)
        case .done: return nil
        }
    }

    private static func csv(_ records: [AuditRecord]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 * records.count)
        for record in records { bytes += AuditCSV.line(record).utf8 }
        return bytes
    }

    private static func json(_ records: [AuditRecord], isFirst: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 * records.count)
        for (index, record) in records.enumerated() {
            bytes += (isFirst && index == 0 ? "\n" : ",\n").utf8
            var writer = JSONWriter(reserving: 512)
            record.write(to: &writer)
            bytes += writer.bytes
        }
        return bytes
    }
}

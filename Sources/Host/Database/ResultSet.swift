import CPostgres

/// The names and types of a result's columns, shared by every result of one prepared statement.
final class ColumnLayout: Sendable {
    let positions: [String: Int32]
    let types: [Oid]

    init(result: OpaquePointer) {
        let count = PQnfields(result)
        var positions: [String: Int32] = [:]
        positions.reserveCapacity(Int(count))
        for index in 0..<count {
            guard let name = PQfname(result, index) else { continue }
            // The first of two columns with one name wins, as in libpq.
            let key = String(cString: name)
            if positions[key] == nil { positions[key] = index }
        }
        self.positions = positions
        types = (0..<count).map { PQftype(result, $0) }
    }
}

/// Owns one `PGresult`.
///
/// `@unchecked Sendable` is safe because libpq never changes a result after it was handed out: every access here is a
/// read, and it is freed once, when the last row is gone.
final class ResultSet: @unchecked Sendable {
    private let result: OpaquePointer
    let layout: ColumnLayout
    let rowCount: Int

    /// Takes ownership of `result`.
    init(owning result: OpaquePointer, layout: ColumnLayout?) {
        self.result = result
        self.layout = layout ?? ColumnLayout(result: result)
        rowCount = Int(PQntuples(result))
    }

    deinit {
        PQclear(result)
    }

    /// How many rows the statement changed or returned; 0 for statements that have no count.
    var affectedRows: Int {
        guard let text = PQcmdTuples(result) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    var rows: [Row] {
        (0..<Int32(clamping: rowCount)).map { Row(set: self, index: $0) }
    }

    /// The text of one field, nil for null; valid while this object lives.
    func field(row: Int32, column: Int32) -> UnsafeBufferPointer<UInt8>? {
        guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else { return nil }
        let length = Int(PQgetlength(result, row, column))
        return UnsafeRawBufferPointer(start: value, count: length).assumingMemoryBound(to: UInt8.self)
    }
}

package import Core
package import Foundation

/// One row of a result. Columns are read by name.
///
/// A row keeps the memory of its whole result alive. Every reader throws `decoding` when the column is missing, has
/// another type, or is null where the reader is not an `optional` one.
package struct Row: Sendable {
    private let set: ResultSet
    private let index: Int32

    init(set: ResultSet, index: Int32) {
        self.set = set
        self.index = index
    }

    /// The text form of a column of any type, so enumerations, `inet`, `numeric` and `interval` can be read too.
    package func string(_ column: String) throws -> String { try required(optionalString(column), column) }

    package func optionalString(_ column: String) throws -> String? {
        try read(column, as: "text", types: nil) { String(decoding: $0, as: UTF8.self) }
    }

    /// A whole number from `smallint`, `integer`, `bigint`, `oid`, or a `numeric` without fraction such as a sum.
    package func int(_ column: String) throws -> Int { try required(optionalInt(column), column) }

    package func optionalInt(_ column: String) throws -> Int? {
        try read(column, as: "a whole number", types: ColumnType.whole, SQLTextDecoder.integer)
    }

    /// A number of any numeric type; `numeric` is rounded to a `Double`.
    package func double(_ column: String) throws -> Double { try required(optionalDouble(column), column) }

    package func optionalDouble(_ column: String) throws -> Double? {
        try read(column, as: "a number", types: ColumnType.number) { Double(String(decoding: $0, as: UTF8.self)) }
    }

    package func bool(_ column: String) throws -> Bool { try required(optionalBool(column), column) }

    package func optionalBool(_ column: String) throws -> Bool? {
        try read(column, as: "a boolean", types: [ColumnType.bool]) { $0.first == UInt8(ascii: "t") }
    }

    package func uuid(_ column: String) throws -> UUID { try required(optionalUUID(column), column) }

    package func optionalUUID(_ column: String) throws -> UUID? {
        try read(column, as: "a uuid", types: [ColumnType.uuid], SQLTextDecoder.uuid)
    }

    /// A `timestamptz`. The values `infinity` and `-infinity` and years before 1 do not decode.
    package func timestamp(_ column: String) throws -> Timestamp { try required(optionalTimestamp(column), column) }

    package func optionalTimestamp(_ column: String) throws -> Timestamp? {
        try read(column, as: "a timestamptz", types: [ColumnType.timestamp]) {
            Timestamp(parsing: String(decoding: $0, as: UTF8.self))
        }
    }

    /// The raw bytes of a `bytea`.
    package func bytes(_ column: String) throws -> [UInt8] { try required(optionalBytes(column), column) }

    package func optionalBytes(_ column: String) throws -> [UInt8]? {
        try read(column, as: "bytea", types: [ColumnType.bytea], SQLTextDecoder.bytea)
    }

    /// The text of a `json` or `jsonb` column, ready to be spliced into a response.
    package func json(_ column: String) throws -> [UInt8] { try required(optionalJSON(column), column) }

    package func optionalJSON(_ column: String) throws -> [UInt8]? {
        try read(column, as: "json", types: ColumnType.json) { Array($0) }
    }

    /// A one-dimensional array of any element type, each element in its text form. Null elements do not decode.
    package func stringArray(_ column: String) throws -> [String] {
        try required(optionalStringArray(column), column)
    }

    package func optionalStringArray(_ column: String) throws -> [String]? {
        try elements(column, as: "an array of text") { $0 }
    }

    package func uuidArray(_ column: String) throws -> [UUID] {
        try required(elements(column, as: "an array of uuid") { UUID(uuidString: $0) }, column)
    }

    package func intArray(_ column: String) throws -> [Int] {
        try required(elements(column, as: "an array of whole numbers") { Int($0) }, column)
    }

    /// Whether the column is null.
    package func isNull(_ column: String) throws -> Bool {
        set.field(row: index, column: try position(of: column)) == nil
    }

    // MARK: - Reading

    private func elements<Value>(
        _ column: String, as name: String, _ decode: (String) -> Value?
    ) throws -> [Value]? {
        try read(column, as: name, types: nil) { bytes in
            guard let items = SQLTextDecoder.array(bytes) else { return nil }
            let values = items.compactMap { $0.flatMap(decode) }
            return values.count == items.count ? values : nil
        }
    }

    private func position(of column: String) throws(DatabaseError) -> Int32 {
        guard let position = set.layout.positions[column] else {
            throw DatabaseError(.decoding, "the result has no column \"\(column)\"")
        }
        return position
    }

    private func read<Value>(
        _ column: String, as name: String, types: [UInt32]?, _ decode: (UnsafeBufferPointer<UInt8>) -> Value?
    ) throws(DatabaseError) -> Value? {
        let position = try position(of: column)
        guard let bytes = set.field(row: index, column: position) else { return nil }
        let type = set.layout.types[Int(position)]
        guard types?.contains(type) ?? true, let value = decode(bytes) else {
            throw DatabaseError(.decoding, "column \"\(column)\" (type oid \(type)) does not read as \(name)")
        }
        // The field's memory belongs to the result, which must outlive `bytes`.
        return withExtendedLifetime(set) { value }
    }

    private func required<Value>(_ value: Value?, _ column: String) throws(DatabaseError) -> Value {
        guard let value else { throw DatabaseError(.decoding, "column \"\(column)\" is null") }
        return value
    }
}

/// Type oids of PostgreSQL's built-in types; they are part of its wire contract and never change.
private enum ColumnType {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let timestamp: UInt32 = 1_184
    static let uuid: UInt32 = 2_950
    static let json: [UInt32] = [3_802, 114]
    static let whole: [UInt32] = [20, 23, 21, 1_700, 26]
    static let number: [UInt32] = [701, 700, 1_700, 20, 23, 21]
}

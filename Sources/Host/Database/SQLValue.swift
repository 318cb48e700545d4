package import Core
package import Foundation

/// One parameter of a statement.
///
/// Values travel as text and the server infers each parameter's type from the statement, so `$1` compared with a
/// `uuid` column accepts `.uuid` and `.text` alike. Where nothing tells the type, the statement casts:
/// `unnest($1::uuid[])`, `$2::timestamptz`.
package enum SQLValue: Sendable, Equatable {
    case null
    /// Must not hold a NUL character; PostgreSQL cannot store one.
    case text(String)
    case int(Int64)
    case double(Double)
    case bool(Bool)
    case uuid(UUID)
    /// Years 1 to 9999.
    case timestamp(Timestamp)
    /// JSON text in UTF-8, sent as it is for a `json` or `jsonb` parameter.
    case json([UInt8])
    /// For a `bytea` parameter.
    case bytes([UInt8])
    case textArray([String])
    case optionalTextArray([String?])
    case uuidArray([UUID])
    case optionalUUIDArray([UUID?])
    case int64Array([Int64])
    case optionalInt64Array([Int64?])
    case doubleArray([Double])
    case optionalDoubleArray([Double?])
    case boolArray([Bool])
    case timestampArray([Timestamp])
    case optionalTimestampArray([Timestamp?])
    /// Each element is JSON text in UTF-8.
    case jsonArray([[UInt8]])
    case optionalJSONArray([[UInt8]?])
}

extension SQLValue {
    /// The same as `.int(Int64(value))`.
    package static func int(_ value: Int) -> SQLValue { .int(Int64(value)) }

    /// JSON given as text.
    package static func json(text: String) -> SQLValue { .json(Array(text.utf8)) }

    package static func text(optional value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }

    package static func int(optional value: Int?) -> SQLValue { value.map { .int(Int64($0)) } ?? .null }

    package static func int64(optional value: Int64?) -> SQLValue { value.map { .int($0) } ?? .null }

    package static func double(optional value: Double?) -> SQLValue { value.map(SQLValue.double) ?? .null }

    package static func bool(optional value: Bool?) -> SQLValue { value.map(SQLValue.bool) ?? .null }

    package static func uuid(optional value: UUID?) -> SQLValue { value.map(SQLValue.uuid) ?? .null }

    package static func timestamp(optional value: Timestamp?) -> SQLValue { value.map(SQLValue.timestamp) ?? .null }

    package static func json(optional value: [UInt8]?) -> SQLValue { value.map { .json($0) } ?? .null }

    package static func bytes(optional value: [UInt8]?) -> SQLValue { value.map(SQLValue.bytes) ?? .null }

    package static func textArray(optional value: [String]?) -> SQLValue { value.map(SQLValue.textArray) ?? .null }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }

    package init(integerLiteral value: Int64) { self = .int(value) }

    package init(floatLiteral value: Double) { self = .double(value) }

    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package init(nilLiteral: ()) { self = .null }
}

/// A value in the `detail` of an error.
package enum DetailValue: Hashable, Sendable {
    case string(String)
    case int(Int)
    case bool(Bool)
    case strings([String])
}

extension DetailValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        case .strings(let value): try container.encode(value)
        }
    }
}

extension DetailValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .string(value) }

    package init(integerLiteral value: Int) { self = .int(value) }

    package init(booleanLiteral value: Bool) { self = .bool(value) }
}

import JSON

/// One compiled schema; refers to others by their index in the validator's list.
struct SchemaNode: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case null, boolean, object, array, number, integer, string

        func accepts(_ value: JSONValue) -> Bool {
            switch (self, value) {
            case (.null, .null), (.boolean, .bool), (.object, .object), (.array, .array), (.string, .string),
                (.number, .integer), (.number, .number), (.integer, .integer):
                true
            case (.integer, .number(let number)): number.rounded(.towardZero) == number
            default: false
            }
        }
    }

    /// A limit on numbers. Integers are compared as integers where that is exact.
    struct Bound: Sendable {
        enum Kind: String, Sendable, CaseIterable {
            case minimum, maximum, exclusiveMinimum, exclusiveMaximum
        }

        let kind: Kind
        let limit: JSONValue

        func accepts(integer value: Int64) -> Bool {
            guard case .integer(let limit) = limit else { return accepts(number: Double(value)) }
            return compare(value, limit)
        }

        func accepts(number value: Double) -> Bool {
            compare(value, limit.double ?? 0)
        }

        var wording: String {
            switch kind {
            case .minimum: "is below its minimum"
            case .maximum: "is above its maximum"
            case .exclusiveMinimum: "is not above its exclusive minimum"
            case .exclusiveMaximum: "is not below its exclusive maximum"
            }
        }

        private func compare<Number: Comparable>(_ value: Number, _ limit: Number) -> Bool {
            switch kind {
            case .minimum: value >= limit
            case .maximum: value <= limit
            case .exclusiveMinimum: value > limit
            case .exclusiveMaximum: value < limit
            }
        }
    }

    /// Set for the schema `false`: what to say about any value.
    var refusal: String?
    var reference: Int?
    var types: [Kind]?
    /// From `enum` and `const`.
    var allowed: [JSONValue]?
    var required: [String] = []
    var properties: [String: Int] = [:]
    var additional: Int?
    var items: Int?
    var minItems: Int?
    var maxItems: Int?
    var minLength: Int?
    var maxLength: Int?
    var bounds: [Bound] = []
    var pattern: SchemaPattern?
    var format: SchemaFormat?

    /// Equality as JSON Schema has it: 1 and 1.0 are the same number, the order of members does not count.
    static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.integer(let integer), .number(let number)), (.number(let number), .integer(let integer)):
            Double(integer) == number
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy(equal)
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.allSatisfy { member in right[member.key].map { equal(member.value, $0) } ?? false }
        default: left == right
        }
    }
}

/// A field of a request that breaks a bound of the contract.
package struct LimitViolation: Hashable, Sendable {
    /// What was measured.
    package enum Measure: String, Sendable {
        /// Unicode code points of a string.
        case length
        /// The number itself.
        case value
        /// Elements of an array.
        case count
    }

    /// The wire name of the field.
    package let field: String
    package let measure: Measure
    package let bounds: ClosedRange<Int>
    package let actual: Int

    /// Nil when the text is absent or its length lies within the bounds.
    init?(length text: String?, of field: String, bounds: ClosedRange<Int>) {
        guard let text else { return nil }
        // A string never has more code points than bytes, so the common case needs no count.
        if bounds.lowerBound <= 1, !text.isEmpty, text.utf8.count <= bounds.upperBound { return nil }
        self.init(.length, text.unicodeScalars.count, of: field, bounds: bounds)
    }

    /// Nil when the number is absent or lies within the bounds.
    init?(value: Int?, of field: String, bounds: ClosedRange<Int>) {
        guard let value else { return nil }
        self.init(.value, value, of: field, bounds: bounds)
    }

    /// Nil when the array is absent or has at most the maximum of elements.
    init?(count: Int?, of field: String, maximum: Int) {
        guard let count else { return nil }
        self.init(.count, count, of: field, bounds: 0...maximum)
    }

    private init?(_ measure: Measure, _ actual: Int, of field: String, bounds: ClosedRange<Int>) {
        guard !bounds.contains(actual) else { return nil }
        self.field = field
        self.measure = measure
        self.bounds = bounds
        self.actual = actual
    }

    /// A sentence for the caller; it never repeats the value of the field.
    package var message: String {
        let range = "\(bounds.lowerBound) to \(bounds.upperBound)"
        return switch measure {
        case .length: "\(field) must have \(range) characters"
        case .value: "\(field) must be a number from \(range)"
        case .count: "\(field) must have \(range) entries"
        }
    }

    /// The `detail` of `validation.field_range`.
    package var detail: [String: DetailValue] {
        [
            "field": .string(field), "min": .int(bounds.lowerBound), "max": .int(bounds.upperBound),
            "actual": .int(actual),
        ]
    }
}

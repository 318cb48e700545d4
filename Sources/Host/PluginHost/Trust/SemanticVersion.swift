/// A version as SemVer 2.0.0 orders them.
package struct SemanticVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let description: String
    private let numbers: [Int]

    package init?(_ text: String) {
        let parts = text.prefix { $0 != "-" && $0 != "+" }.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        numbers = parts
        description = text
    }

    package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        left.numbers.lexicographicallyPrecedes(right.numbers)
    }
}

/// A version as Semantic Versioning 2.0.0 writes and orders it.
///
/// Build metadata is kept for display and plays no part in order or equality.
package struct SemanticVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    private enum Label: Sendable, Hashable {
        case number(Int)
        case text(String)
    }

    package let major: Int
    package let minor: Int
    package let patch: Int
    package let description: String
    private let prerelease: [Label]

    package var isPrerelease: Bool { !prerelease.isEmpty }

    /// Nil if the text is no semantic version, or if one of its numbers has more than nine digits.
    package init?(_ text: String) {
        let release = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = release[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
        guard numbers.count == 3, let major = numbers[0], let minor = numbers[1], let patch = numbers[2] else {
            return nil
        }
        var labels: [Label] = []
        if parts.count == 2 {
            for part in parts[1].split(separator: ".", omittingEmptySubsequences: false) {
                guard let label = Self.label(part) else { return nil }
                labels.append(label)
            }
        }
        if release.count == 2 {
            let metadata = release[1].split(separator: ".", omittingEmptySubsequences: false)
            guard metadata.allSatisfy(Self.isWord) else { return nil }
        }
        self.major = major
        self.minor = minor
        self.patch = patch
        prerelease = labels
        description = text
    }

    package static func == (left: SemanticVersion, right: SemanticVersion) -> Bool {
        left.numbers == right.numbers && left.prerelease == right.prerelease
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(numbers)
        hasher.combine(prerelease)
    }

    package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        if left.numbers != right.numbers { return left.numbers.lexicographicallyPrecedes(right.numbers) }
        // A release comes after all of its prereleases.
        if left.prerelease.isEmpty || right.prerelease.isEmpty {
            return !left.prerelease.isEmpty && right.prerelease.isEmpty
        }
        return left.prerelease.lexicographicallyPrecedes(right.prerelease) { left, right in
            switch (left, right) {
            case (.number(let left), .number(let right)): left < right
            case (.number, .text): true
            case (.text, .number): false
            case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
            }
        }
    }

    private var numbers: [Int] { [major, minor, patch] }

    private static func number(_ text: Substring) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy(isDigit), text == "0" || !text.hasPrefix("0")
        else { return nil }
        return Int(text)
    }

    private static func label(_ text: Substring) -> Label? {
        guard isWord(text) else { return nil }
        guard text.utf8.allSatisfy(isDigit) else { return .text(String(text)) }
        return number(text).map(Label.number)
    }

    private static func isWord(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || byte == UInt8(ascii: "-")
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

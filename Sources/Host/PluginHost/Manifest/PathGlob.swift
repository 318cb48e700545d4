/// A `[[permissions.ssh_read]]` pattern: an absolute path whose components may hold `*` and `?`.
///
/// Neither matches a slash, and neither matches the dot that begins a hidden file's name.
package struct PathGlob: Sendable, Hashable, CustomStringConvertible {
    package let description: String
    private let components: [[UInt8]]

    /// Nil if the text is not an absolute path without empty, `.` and `..` components and control characters.
    package init?(_ text: String) {
        guard Self.isCanonical(text), !text.utf8.contains(UInt8(ascii: "[")) else { return nil }
        description = text
        components = Self.split(text)
    }

    /// Whether a path is covered. Paths that are not canonical never are.
    package func matches(_ path: String) -> Bool {
        guard Self.isCanonical(path) else { return false }
        let parts = Self.split(path)
        return parts.count == components.count && zip(components, parts).allSatisfy { Self.matches($0, $1) }
    }

    static func isCanonical(_ path: String) -> Bool {
        guard path.hasPrefix("/"), (2...4_096).contains(path.utf8.count),
            path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
        else { return false }
        return path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != "." && $0 != ".."
        }
    }

    private static func split(_ path: String) -> [[UInt8]] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
    }

    /// Linear in the name for one star and never worse than their product: the last star is the only one retried.
    private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        let dot = UInt8(ascii: ".")
        if name.first == dot, pattern.first != dot { return false }
        var patternIndex = 0
        var nameIndex = 0
        var retry: (pattern: Int, name: Int)?
        while nameIndex < name.count {
            if patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") {
                retry = (patternIndex + 1, nameIndex)
                patternIndex += 1
            } else if patternIndex < pattern.count,
                pattern[patternIndex] == UInt8(ascii: "?") || pattern[patternIndex] == name[nameIndex]
            {
                patternIndex += 1
                nameIndex += 1
            } else if let (pattern, name) = retry {
                retry = (pattern, name + 1)
                patternIndex = pattern
                nameIndex = name + 1
            } else {
                return false
            }
        }
        return pattern[patternIndex...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// The output of `df -kP` or `df -kPT`: one file system per line, sizes in KiB.
package struct DiskFree: Sendable, Hashable {
    package struct FileSystem: Sendable, Hashable {
        package let source: String
        /// Only with `-T`.
        package let type: String?
        package let totalKiB: Int64
        package let usedKiB: Int64
        package let availableKiB: Int64
        package let mountPoint: String
    }

    package private(set) var fileSystems: [FileSystem] = []

    package init(parsing text: some StringProtocol) {
        var typed = false
        for line in RemoteText.lines(text) {
            let words = RemoteText.words(line)
            if words.first == "Filesystem" {
                typed = words.count > 1 && words[1] == "Type"
            } else if let entry = Self.fileSystem(words, typed: typed) {
                fileSystems.append(entry)
            }
        }
    }

    /// The file system mounted there. Of several on top of each other the last line counts.
    package func mounted(at path: String) -> FileSystem? {
        fileSystems.last { $0.mountPoint == path }
    }

    /// GiB rounded up, the wire form of disk sizes.
    package static func gibibytes(_ kibibytes: Int64) -> Int64 {
        let whole = kibibytes / 1_048_576
        return kibibytes % 1_048_576 > 0 ? whole + 1 : whole
    }

    /// Asks for the root file system alone: a dead network mount elsewhere must not hold the answer up.
    package static let rootCommand = "df -kP /"

    /// Source and mount point may hold spaces; the four number columns between them cannot be mistaken.
    private static func fileSystem(_ words: [Substring], typed: Bool) -> FileSystem? {
        let first = typed ? 2 : 1
        guard words.count >= first + 5 else { return nil }
        for start in first..<(words.count - 4) {
            guard let total = Int64(words[start]), let used = Int64(words[start + 1]),
                let available = Int64(words[start + 2]), words[start + 3].hasSuffix("%") || words[start + 3] == "-",
                total >= 0, used >= 0,
                let source = RemoteText.fact(words[..<(typed ? start - 1 : start)].joined(separator: " ")),
                let mountPoint = RemoteText.fact(words[(start + 4)...].joined(separator: " "))
            else { continue }
            return FileSystem(
                source: source, type: typed ? String(words[start - 1]) : nil, totalKiB: total, usedKiB: used,
                // Below zero once only root's reserve is left.
                availableKiB: max(0, available), mountPoint: mountPoint)
        }
        return nil
    }
}

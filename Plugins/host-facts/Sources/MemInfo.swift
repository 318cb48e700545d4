/// `/proc/meminfo`. Sizes are KiB.
package struct MemInfo: Sendable, Hashable {
    /// Every line, in KiB (the few lines without a unit are plain counts).
    package private(set) var values: [String: Int64] = [:]

    package init(parsing text: some StringProtocol) {
        for line in RemoteText.lines(text) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let words = RemoteText.words(line[line.index(after: colon)...])
            guard let word = words.first, let value = Int64(word), value >= 0 else { continue }
            values[String(RemoteText.trimmed(line[..<colon]))] = value
        }
    }

    package var totalKiB: Int64? { values["MemTotal"] }
    /// Absent before Linux 3.14, and then unknown: free memory alone would be a different fact.
    package var availableKiB: Int64? { values["MemAvailable"] }
    package var swapTotalKiB: Int64? { values["SwapTotal"] }
    package var swapFreeKiB: Int64? { values["SwapFree"] }

    /// MiB rounded down, the wire form of memory sizes.
    package static func mebibytes(_ kibibytes: Int64?) -> Int64? { kibibytes.map { $0 / 1024 } }

    package static let command = "cat /proc/meminfo"
}

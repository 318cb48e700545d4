import NIOConcurrencyHelpers

/// Ties together everything one request, schedule tick or start-up caused: audit rows, log lines, events, responses.
///
/// Form: a prefix naming the origin, a dash and 16 lower-case hex digits that grow with time.
package struct CorrelationID: Hashable, Sendable, CustomStringConvertible {
    /// Where a chain of work began.
    package enum Origin: String, Sendable {
        case request = "req"
        case schedule = "cron"
        case boot
        case command = "cli"
    }

    package let text: String

    package var description: String { text }

    /// The id of the work the current task belongs to; set by middleware, the scheduler and the command.
    @TaskLocal package static var current: CorrelationID?

    private init(text: String) {
        self.text = text
    }

    /// A new id. Two ids made by one process are never equal: a counter separates those of one millisecond.
    package static func make(_ origin: Origin) -> CorrelationID {
        let milliseconds = UInt64(max(0, Timestamp.now().microseconds / 1_000)) & 0xffff_ffff_ffff
        let value = state.withLockedValue { last -> UInt64 in
            last = max(last + 1, milliseconds << 16 | UInt64.random(in: 0..<0x8000))
            return last
        }
        let hex = String(value, radix: 16)
        return CorrelationID(text: origin.rawValue + "-" + String(repeating: "0", count: 16 - hex.count) + hex)
    }

    /// Accepts an id that a client sent: 1 to 64 of `A-Z a-z 0-9 _ -`, and none that poses as the server's own work.
    package static func accepting(client text: String) -> CorrelationID? {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let reserved = ["boot-", "cron-", "test-", "cli-"]
        guard (1...64).contains(text.utf8.count), isPlain, !reserved.contains(where: text.hasPrefix) else { return nil }
        return CorrelationID(text: text)
    }

    private static let state = NIOLockedValueBox<UInt64>(0)
}

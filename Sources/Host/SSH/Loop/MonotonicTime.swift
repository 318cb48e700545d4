import Glibc

/// Nanoseconds of the clock that never steps; for deadlines and durations.
struct MonotonicTime: Comparable, Sendable {
    let nanoseconds: UInt64

    static let distantFuture = MonotonicTime(nanoseconds: .max)

    static func now() -> MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// This time moved on; never wraps, and a negative duration counts as none.
    func adding(_ duration: Duration) -> MonotonicTime {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else { return self }
        let whole = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let sum = nanoseconds.addingReportingOverflow(whole.partialValue &+ UInt64(attoseconds / 1_000_000_000))
        return whole.overflow || sum.overflow ? .distantFuture : MonotonicTime(nanoseconds: sum.partialValue)
    }

    /// Nanoseconds since an earlier time, 0 if that lies ahead.
    func since(_ earlier: MonotonicTime) -> UInt64 {
        nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0
    }
}

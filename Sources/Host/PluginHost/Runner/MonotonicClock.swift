import Glibc

/// CLOCK_MONOTONIC in nanoseconds: the clock of the wire's deadlines, which runner and host share.
enum MonotonicClock {
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(max(0, time.tv_sec)) &* 1_000_000_000 &+ UInt64(max(0, time.tv_nsec))
    }
}

extension Duration {
    /// Whole nanoseconds, never negative, at most about 292 years.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow, product < UInt64(Int64.max) else { return UInt64(Int64.max) }
        return product + UInt64(attoseconds / 1_000_000_000)
    }

    /// A time span that came over the wire.
    init(wireNanoseconds value: UInt64) {
        self = .nanoseconds(Int64(clamping: value))
    }
}

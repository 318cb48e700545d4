import Core

/// The failures of one plugin: how long to wait before the next start, and whether there were too many. A pure value.
struct FailureHistory {
    private let timing: RunnerTiming
    /// Monotonic times of the failures within the window.
    private var times: [UInt64] = []
    /// Failures since the last call that succeeded.
    private(set) var inRow = 0
    /// Monotonic time of the next start.
    private(set) var notBefore: UInt64 = 0
    private var quarantine: (end: UInt64, until: Timestamp)?
    /// Quarantines since the last reset; each is longer than the one before.
    private var quarantines = 0

    init(timing: RunnerTiming) {
        self.timing = timing
    }

    /// When the quarantine ends; nil if there is none.
    func quarantinedUntil(now: UInt64) -> Timestamp? {
        guard let quarantine, now < quarantine.end else { return nil }
        return quarantine.until
    }

    mutating func succeeded() {
        inRow = 0
    }

    /// Forgets the failures, but not how often there was one, once a quarantine is over.
    mutating func release(now: UInt64) {
        guard let quarantine, now >= quarantine.end else { return }
        let count = quarantines
        self = FailureHistory(timing: timing)
        quarantines = count
    }

    /// Notes a crash or a hang; returns the end of the quarantine if this one was too many. A hang needs no pause: the
    /// next start is no sooner than the deadline of the next call that hangs.
    mutating func failed(now: UInt64, pauses: Bool) -> Timestamp? {
        inRow += 1
        if pauses { notBefore = now &+ pause }
        times.removeAll { $0 &+ timing.crashWindow.nanoseconds < now }
        times.append(now)
        guard times.count >= timing.crashLimit else { return nil }
        let length = quarantineLength
        quarantines += 1
        let until = Timestamp(microseconds: Timestamp.now().microseconds + Int64(length / 1_000))
        quarantine = (now &+ length, until)
        return until
    }

    /// The first is short, the second four times as long, and from the third on an operator has to reset the plugin:
    /// then the time is one that no server lives to see.
    private var quarantineLength: UInt64 {
        switch quarantines {
        case 0: timing.quarantine.nanoseconds
        case 1: timing.quarantine.nanoseconds * 4
        default: Duration.seconds(10 * 365 * 86_400).nanoseconds
        }
    }

    /// Doubles with each failure, less up to a quarter by chance, so that plugins do not restart in step.
    private var pause: UInt64 {
        let limit = timing.backOffLimit.nanoseconds
        var pause = min(timing.backOff.nanoseconds, limit)
        for _ in 1..<max(2, inRow) where inRow > 1 && pause < limit { pause = min(limit, pause * 2) }
        return pause - UInt64.random(in: 0...(pause / 4))
    }
}

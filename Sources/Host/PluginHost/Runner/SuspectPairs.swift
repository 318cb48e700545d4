import Core

/// Which probes on which hosts crash their plugin again and again. A pure value.
///
/// A pair that was running in two crashes within the window is held back by itself, so that one host whose answers a
/// plugin cannot digest does not cost the others their probes.
struct SuspectPairs {
    private static let crashLimit = 2
    /// Pairs that are remembered; beyond that the oldest suspicion is forgotten.
    private static let pairLimit = 10_000

    private let timing: RunnerTiming
    /// Monotonic times of the crashes within the window.
    private var crashes: [ProbePair: [UInt64]] = [:]
    private var isolated: [ProbePair: (end: UInt64, until: Timestamp)] = [:]

    init(timing: RunnerTiming) {
        self.timing = timing
    }

    /// When the isolation of a pair ends; nil if it is not isolated.
    func isolatedUntil(_ pair: ProbePair, now: UInt64) -> Timestamp? {
        guard let isolation = isolated[pair], now < isolation.end else { return nil }
        return isolation.until
    }

    /// Pairs that are held back now, with the end of it.
    func all(now: UInt64) -> [ProbePair: Timestamp] {
        isolated.filter { now < $0.value.end }.mapValues(\.until)
    }

    /// Notes that these pairs were running when the runner crashed; returns those that are isolated because of it.
    mutating func crashed(_ pairs: Set<ProbePair>, now: UInt64) -> [ProbePair: Timestamp] {
        forget(before: now)
        var found: [ProbePair: Timestamp] = [:]
        for pair in pairs {
            let times = (crashes[pair] ?? []).filter { $0 &+ timing.crashWindow.nanoseconds >= now } + [now]
            guard times.count >= Self.crashLimit else {
                crashes[pair] = times
                continue
            }
            crashes[pair] = nil
            let length = timing.quarantine.nanoseconds
            let until = Timestamp(microseconds: Timestamp.now().microseconds + Int64(length / 1_000))
            isolated[pair] = (now &+ length, until)
            found[pair] = until
        }
        return found
    }

    private mutating func forget(before now: UInt64) {
        isolated = isolated.filter { now < $0.value.end }
        guard crashes.count >= Self.pairLimit else { return }
        crashes = crashes.filter { ($0.value.last ?? 0) &+ timing.crashWindow.nanoseconds >= now }
        if crashes.count >= Self.pairLimit { crashes = [:] }
    }
}

import Core
import NIOConcurrencyHelpers
import PluginHost

/// What happened to plugins and waits to be put on record, oldest first.
///
/// It grows while the database is away, and is bounded: past ``mergesAbove`` reports that say the same become one with a
/// count, and past ``limit`` those that concern security are merged by plugin and kind, and others give way. Both is
/// counted. Takes microseconds and may be called on any thread.
final class PluginReportQueue: Sendable {
    /// Reports of one kind that were merged, or just one.
    struct Report: Sendable {
        var event: PluginLifecycleEvent
        var count = 1
        let since: Timestamp
        var latest: Timestamp
    }

    struct Counters: Sendable, Hashable {
        /// Reports that wait now.
        var waiting = 0
        /// Reports that were counted into another one since the server started.
        var merged = 0
        /// Reports that are on no record but the log since the server started.
        var lost = 0
    }

    private struct State {
        /// Nil: taken out of the middle.
        var reports: [Report?] = []
        /// Where the oldest is, and the number that it would have had no report ever been taken.
        var head = 0
        var taken = 0
        var live = 0
        /// Numbers of waiting reports by what they say.
        var byKey: [String: Int] = [:]
        var merged = 0
        var lost = 0
    }

    private let mergesAbove: Int
    private let limit: Int
    private let state = NIOLockedValueBox(State())

    init(mergesAbove: Int = 1_000, limit: Int = 10_000) {
        self.mergesAbove = mergesAbove
        self.limit = limit
    }

    var counters: Counters {
        state.withLockedValue { Counters(waiting: $0.live, merged: $0.merged, lost: $0.lost) }
    }

    func add(_ event: PluginLifecycleEvent, at now: Timestamp = .now()) {
        state.withLockedValue { state in
            let exact = event.exactKey
            let isFull = state.live >= limit
            if state.live >= mergesAbove, Self.merge(event, exact, at: now, into: &state) { return }
            if isFull {
                guard event.concernsSecurity else {
                    state.lost += 1
                    return
                }
                if Self.merge(event, event.coarseKey, at: now, into: &state) { return }
                if !Self.makeRoom(&state), state.live >= 2 * limit {
                    state.lost += 1
                    return
                }
            }
            state.byKey[exact] = state.taken + state.reports.count - state.head
            if event.concernsSecurity { state.byKey[event.coarseKey] = state.byKey[exact] }
            state.reports.append(Report(event: event, since: now, latest: now))
            state.live += 1
            if state.byKey.count > 8 * limit { state.byKey = state.byKey.filter { $0.value >= state.taken } }
        }
    }

    private static func merge(_ event: PluginLifecycleEvent, _ key: String, at now: Timestamp, into state: inout State)
        -> Bool
    {
        guard let number = state.byKey[key], number >= state.taken else { return false }
        let index = state.head + number - state.taken
        guard index < state.reports.count, var report = state.reports[index] else { return false }
        report.event = event
        report.count += 1
        report.latest = now
        state.reports[index] = report
        state.merged += 1
        return true
    }

    /// Gives up the oldest report that concerns no security; false if there is none.
    private static func makeRoom(_ state: inout State) -> Bool {
        for index in state.head..<state.reports.count {
            guard let report = state.reports[index], !report.event.concernsSecurity else { continue }
            state.reports[index] = nil
            state.live -= 1
            state.lost += report.count
            return true
        }
        return false
    }

    /// Takes the oldest report out; nil if none waits.
    func next() -> Report? {
        state.withLockedValue { state in
            while state.head < state.reports.count {
                let report = state.reports[state.head]
                state.reports[state.head] = nil
                state.head += 1
                state.taken += 1
                if state.head == state.reports.count || state.head >= 4_096 {
                    state.reports.removeFirst(state.head)
                    state.head = 0
                }
                guard let report else { continue }
                state.live -= 1
                if state.live == 0 { state.byKey = [:] }
                return report
            }
            return nil
        }
    }

    /// Counts a report that could not be recorded.
    func lose(_ report: Report) {
        state.withLockedValue { $0.lost += report.count }
    }
}

extension PluginLifecycleEvent {
    /// Whether it is about a plugin that does what it must not, or about one that is kept from running.
    var concernsSecurity: Bool {
        switch kind {
        case .rejected, .crashed, .quarantined, .isolated, .violation, .rolledBack, .upgraded, .admission(.locked),
            .secretRevealed, .secretRefused:
            true
        case .verified, .started, .drained, .admission, .upgradeStarted, .reconfigured: false
        }
    }

    /// Equal for reports that say the same.
    fileprivate var exactKey: String { "\(pluginID)\n\(version)\n\(kind)" }

    /// Equal for reports of one kind about one version.
    fileprivate var coarseKey: String { "\(pluginID)\n\(version)\n\("\(kind)".prefix { $0 != "(" })\n" }
}

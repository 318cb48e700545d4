import Core
import Logging
import NIOConcurrencyHelpers

/// What one plugin did since the server started, over all its versions and runners.
final class PluginMeter: Sendable {
    private struct State {
        var counters = PluginCounters()
        var latency = LatencyHistogram()
        var lines: [PluginLogLine] = []
        var firstLine = 0
    }

    /// Lines that are kept; older ones give way.
    private static let lineLimit = 200

    private let state = NIOLockedValueBox(State())

    var counters: PluginCounters { state.withLockedValue(\.counters) }

    var latency: PluginLatency { state.withLockedValue { $0.latency.summary } }

    /// The last lines that the plugin logged or wrote to its stderr, oldest first.
    var log: [PluginLogLine] {
        state.withLockedValue { Array($0.lines[$0.firstLine...] + $0.lines[..<$0.firstLine]) }
    }

    func called(succeeded: Bool, nanoseconds: UInt64) {
        state.withLockedValue { state in
            state.counters.calls += 1
            if !succeeded { state.counters.errors += 1 }
            state.latency.add(nanoseconds)
        }
    }

    func revealed() {
        state.withLockedValue { $0.counters.reveals += 1 }
    }

    func restarted() {
        state.withLockedValue { $0.counters.restarts += 1 }
    }

    func crashed(_ crash: PluginCrash) {
        state.withLockedValue { $0.counters.lastCrash = crash }
    }

    func logged(_ level: Logger.Level, _ text: String) {
        let line = PluginLogLine(at: .now(), level: level.rawValue, text: text)
        state.withLockedValue { state in
            guard state.lines.count == Self.lineLimit else {
                state.lines.append(line)
                return
            }
            state.lines[state.firstLine] = line
            state.firstLine = (state.firstLine + 1) % Self.lineLimit
        }
    }
}

/// One line of a plugin's log.
package struct PluginLogLine: Sendable, Hashable {
    package let at: Timestamp
    /// `trace` to `error`.
    package let level: String
    package let text: String
}

package import Core
import NIOConcurrencyHelpers

/// Counts attempts per key in a sliding window, in this process's memory.
///
/// Memory is bounded: beyond `maxKeys` the oldest keys are forgotten, which lets a distributed flood through rather
/// than grow without end.
package final class AttemptLimiter: Sendable {
    private struct State {
        var attempts: [String: [Timestamp]] = [:]
    }

    private let limit: Int
    private let windowSeconds: Int64
    private let maxKeys: Int
    private let state = NIOLockedValueBox(State())

    package init(limit: Int, windowSeconds: Int64, maxKeys: Int = 10_000) {
        self.limit = limit
        self.windowSeconds = windowSeconds
        self.maxKeys = maxKeys
    }

    /// Records an attempt.
    ///
    /// - Returns: nil if it is within the limit, else the seconds after which the next one will be.
    package func attempt(_ key: String, at now: Timestamp = .now()) -> Int64? {
        let windowStart = now.adding(seconds: -windowSeconds)
        return state.withLockedValue { state in
            var recent = (state.attempts[key] ?? []).filter { $0 > windowStart }
            defer { state.attempts[key] = recent }
            if let first = recent.first, recent.count >= limit {
                return max(1, first.adding(seconds: windowSeconds).unixSeconds - now.unixSeconds)
            }
            recent.append(now)
            if state.attempts.count > maxKeys {
                state.attempts = state.attempts.filter { ($0.value.last ?? windowStart) > windowStart }
                if state.attempts.count > maxKeys { state.attempts.removeAll() }
            }
            return nil
        }
    }
}

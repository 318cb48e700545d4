extension PluginRunner {
    var version: String { package.manifest.version }

    /// Ends quarantine, isolation and pauses.
    func reset() {
        state.withLockedValue { state in
            state.failures = FailureHistory(timing: timing)
            state.suspects = SuspectPairs(timing: timing)
            state.lastError = nil
        }
        startIfNeeded()
    }

    /// Whether a runner lives, in use or on its way out.
    var isAlive: Bool { state.withLockedValue { !$0.living.isEmpty } }

    /// Whether a process of it was ever asked for.
    var wasStarted: Bool { state.withLockedValue { $0.starts > 0 } }

    var isReady: Bool { state.withLockedValue(\.isReady) }

    /// Why it failed last, if no call has succeeded since.
    var failure: PluginError? {
        state.withLockedValue { $0.failures.inRow > 0 ? $0.lastError : nil }
    }

    var snapshot: (state: PluginState, reason: String?, runner: PluginRunnerStatus) {
        state.withLockedValue { state in
            let now = MonotonicClock.now()
            var runner = PluginRunnerStatus(counters: meter.counters)
            runner.pid = state.current?.pid
            runner.generation = state.current?.number ?? state.lastGeneration
            runner.inFlight = state.inFlight
            runner.sandbox = state.current?.sandboxReport
            runner.isolated = state.suspects.all(now: now).map {
                IsolatedProbe(probe: $0.key.probe, hostID: $0.key.hostID, until: $0.value)
            }
            return (Self.pluginState(state, now: now), state.isReady ? nil : state.lastError?.message, runner)
        }
    }

    private static func pluginState(_ state: State, now: UInt64) -> PluginState {
        if state.stopping != nil { return .draining }
        if let until = state.failures.quarantinedUntil(now: now) { return .quarantined(until: until) }
        if state.isReady { return .running }
        return state.failures.inRow > 0 ? .degraded : .ready
    }
}

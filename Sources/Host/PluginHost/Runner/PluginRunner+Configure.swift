/// Another configuration without another process: calls wait for a moment, so that each sees the one or the other.
extension PluginRunner {
    struct Change: Sendable {
        let configuration: PluginConfiguration
        /// Monotonic; until then calls in flight may end.
        let giveUpAt: UInt64
        let done: @Sendable (ReconfigurationOutcome) -> Void
        var isSent = false
    }

    /// What the next process starts with, and what the one that runs has taken.
    var configuration: PluginConfiguration { state.withLockedValue(\.configuration) }

    /// Whether what runs can be handed another configuration.
    var takesConfiguration: Bool {
        guard package.manifest.configuration?.isHot == true, package.manifest.isolation.mode != .perCall else {
            return false
        }
        return state.withLockedValue { $0.isReady && $0.change == nil && $0.current?.canConfigure == true }
    }

    /// Hands a configuration to the plugin once no call is in flight; calls that come meanwhile wait. `done` is called
    /// once, on any thread.
    func configure(
        _ configuration: PluginConfiguration, done: @escaping @Sendable (ReconfigurationOutcome) -> Void
    ) {
        let giveUpAt = MonotonicClock.now() &+ timing.quiescence.nanoseconds
        let current = state.withLockedValue { state -> RunnerGeneration? in
            guard state.stopping == nil, state.isReady, state.change == nil, let current = state.current else {
                return nil
            }
            state.change = Change(configuration: configuration, giveUpAt: giveUpAt, done: done)
            return current
        }
        guard let current else {
            done(.impossible(PluginError(.unavailable, "no runner of the plugin is ready")))
            return
        }
        current.process.wake(at: giveUpAt)
        sendChangeIfIdle()
    }

    func sendChangeIfIdle() {
        let next = state.withLockedValue { state -> (RunnerGeneration, PluginConfiguration)? in
            guard let change = state.change, !change.isSent, state.inFlight == 0, state.isReady,
                let current = state.current
            else { return nil }
            state.change?.isSent = true
            return (current, change.configuration)
        }
        guard let (generation, configuration) = next else { return }
        generation.configure(generation.configuration.handles(for: configuration)) { [weak self] outcome in
            self?.changeEnded(outcome)
        }
    }

    /// Gives up a change that waits for calls for too long; returns the next time to look.
    func expireChange(now: UInt64) -> UInt64 {
        let next = state.withLockedValue { state -> UInt64 in
            guard let change = state.change, !change.isSent else { return .max }
            return change.giveUpAt
        }
        guard next <= now else { return next }
        giveUpChange(PluginError(.unavailable, "calls were in flight for too long"))
        return .max
    }

    /// Gives up a change that the plugin was not asked about yet; what it was asked, it answers, or its process ends.
    func giveUpChange(_ error: PluginError) {
        let isWaiting = state.withLockedValue { $0.change.map { !$0.isSent } ?? false }
        if isWaiting { changeEnded(.impossible(error)) }
    }

    private func changeEnded(_ outcome: ReconfigurationOutcome) {
        let (change, granted, number) = state.withLockedValue { state -> (Change?, [(Waiter, Place)], Int) in
            guard let change = state.change else { return (nil, [], 0) }
            state.change = nil
            if case .accepted = outcome { state.configuration = change.configuration }
            return (change, grant(&state), state.lastGeneration)
        }
        for (waiter, place) in granted { waiter.continuation.resume(returning: place) }
        guard let change else { return }
        if case .accepted = outcome { eventSink(.init(package, .reconfigured(generation: number))) }
        change.done(outcome)
    }

    /// What a generation reports about secrets.
    func note(_ event: RunnerGeneration.Event, of generation: RunnerGeneration) {
        switch event {
        case .secretRevealed(let pointer):
            eventSink(.init(package, .secretRevealed(pointer: pointer, generation: generation.number)))
        case .secretRefused: eventSink(.init(package, .secretRefused(generation: generation.number)))
        default: break
        }
    }
}

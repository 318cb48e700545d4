/// A configuration that is being handed to what serves.
struct PluginReconfiguration {
    let runner: PluginRunner
    let configuration: PluginConfiguration
    /// Told how it ended.
    var waiters: [CheckedContinuation<Void, any Error>] = []
}

/// How a plugin gets another configuration without another runner.
extension PluginSlot {
    /// Hands what is decided to what serves. False: a new runner has to try it.
    func reconfigure() -> Bool {
        let begun = state.withLockedValue { state -> (runner: PluginRunner, configuration: PluginConfiguration)? in
            guard !state.isStopped, state.upgrade == nil, state.reconfiguration == nil, let serving = state.serving,
                state.coldConfiguration != state.configuration, serving.takesConfiguration
            else { return nil }
            state.reconfiguration = PluginReconfiguration(runner: serving, configuration: state.configuration)
            return (serving, state.configuration)
        }
        guard let (runner, configuration) = begun else { return false }
        runner.configure(configuration) { [weak self] outcome in
            self?.reconfigured(runner, configuration, outcome)
        }
        return true
    }

    private func reconfigured(
        _ runner: PluginRunner, _ configuration: PluginConfiguration, _ outcome: ReconfigurationOutcome
    ) {
        let waiters = state.withLockedValue { state -> [CheckedContinuation<Void, any Error>] in
            guard let change = state.reconfiguration, change.runner === runner else { return [] }
            state.reconfiguration = nil
            switch outcome {
            case .accepted: break
            case .refused(let error):
                state.refusedConfiguration = configuration
                state.refusal = error
            case .impossible: state.coldConfiguration = configuration
            }
            return change.waiters
        }
        switch outcome {
        case .accepted: for waiter in waiters { waiter.resume() }
        case .refused(let error): for waiter in waiters { waiter.resume(throwing: error) }
        case .impossible: break
        }
        // What was decided while it went on, or a new runner for what this one does not take.
        reconcile()
        if case .impossible(let error) = outcome { hand(waiters, to: configuration, or: error) }
    }

    /// Lets those who wait for a configuration wait for the runner that tries it now.
    private func hand(
        _ waiters: [CheckedContinuation<Void, any Error>], to configuration: PluginConfiguration, or error: PluginError
    ) {
        let isInForce = state.withLockedValue { state -> Bool? in
            if state.upgrade != nil {
                state.upgrade?.waiters += waiters
                return nil
            }
            if state.reconfiguration != nil {
                state.reconfiguration?.waiters += waiters
                return nil
            }
            return state.serving?.configuration == configuration
        }
        guard let isInForce else { return }
        for waiter in waiters {
            if isInForce { waiter.resume() } else { waiter.resume(throwing: error) }
        }
    }
}

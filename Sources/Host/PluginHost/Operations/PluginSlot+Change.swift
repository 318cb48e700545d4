/// How a plugin gets from one runner to the next without losing a call.
extension PluginSlot {
    /// Starts a candidate beside what serves. Nothing happens if there is nothing any more that it could replace, or if
    /// another change came first.
    ///
    /// - Parameter expected: the candidate of the change that is given up for this one.
    func begin(_ kind: PluginUpgrade.Kind, with package: PluginPackage, replacing expected: PluginRunner?) {
        let candidate = makeRunner(package)
        let begun = state.withLockedValue { state -> (replaced: PluginUpgrade?, from: String)? in
            // What is started once the slot is stopped would outlive the server.
            guard !state.isStopped, state.admission == .admitted, let serving = state.serving,
                state.upgrade?.candidate === expected
            else { return nil }
            let replaced = state.upgrade
            state.upgrade = PluginUpgrade(
                kind: kind, candidate: candidate,
                decideAt: MonotonicClock.now() &+ timing.canaryWindow.nanoseconds)
            if let replaced { state.draining.append(replaced.candidate) }
            return (replaced, serving.version)
        }
        guard let begun else { return }
        if let replaced = begun.replaced { end(replaced, PluginError(.superseded, "another change came in between")) }
        if kind == .version {
            environment.eventSink(.init(package, .upgradeStarted(from: begun.from)))
        }
        candidate.startEagerly()
    }

    /// Puts a package in the place of what serves, without a trial. A call finds one or the other.
    func replace(with package: PluginPackage) {
        let error = PluginError(.superseded, "another version was chosen")
        let runner = makeRunner(package)
        let swapped = state.withLockedValue { state -> (old: PluginRunner?, upgrade: PluginUpgrade?, eager: Bool)? in
            guard !state.isStopped else { return nil }
            let old = state.serving
            let upgrade = state.upgrade
            state.draining += [old, upgrade?.candidate].compactMap(\.self)
            state.serving = runner
            state.upgrade = nil
            state.fallback = nil
            return (old, upgrade, state.startsEagerly)
        }
        guard let swapped else { return }
        if swapped.eager { runner.startEagerly() }
        if let old = swapped.old { drain(old) }
        if let upgrade = swapped.upgrade { end(upgrade, error) }
    }

    /// Ends the trial of a candidate that has proved itself. Called after its calls and once a second.
    func settle(now: UInt64) {
        let promoted = state.withLockedValue { state -> (PluginUpgrade, PluginRunner?)? in
            state.draining.removeAll { !$0.isAlive }
            if let fallback = state.fallback, fallback.until <= now { state.fallback = nil }
            guard let upgrade = state.upgrade, upgrade.isProved(now: now, timing: timing) else { return nil }
            let old = state.serving
            state.serving = upgrade.candidate
            state.upgrade = nil
            if upgrade.kind == .version, let old {
                state.fallback = (old.version, now &+ timing.canaryWindow.nanoseconds)
            }
            if let old { state.draining.append(old) }
            return (upgrade, old)
        }
        guard let (upgrade, old) = promoted else { return }
        if let old { drain(old) }
        if upgrade.kind == .version {
            environment.eventSink(
                .init(upgrade.candidate.package, .upgraded(from: old?.version ?? "")))
        }
        for waiter in upgrade.waiters { waiter.resume() }
        // What was decided while it ran.
        reconcile()
    }

    /// Goes back to what served before the candidate. Nothing happens if that is no longer on trial.
    func rollBack(_ candidate: PluginRunner, _ error: PluginError) {
        // Not to be taken for a plugin that cannot be used: this is about the candidate alone.
        let isUnready = error.code == .unavailable && error.failure == nil
        let told = isUnready ? PluginError(.unready, error.message, hint: error.hint, cause: error) : error
        let ended = state.withLockedValue { state -> (PluginUpgrade, PluginRunner?)? in
            guard let upgrade = state.upgrade, upgrade.candidate === candidate else { return nil }
            state.upgrade = nil
            state.draining.append(candidate)
            if error.code != .superseded {
                switch upgrade.kind {
                case .version: state.failedVersions.insert(candidate.version)
                case .configuration:
                    state.refusedConfiguration = candidate.configuration
                    state.refusal = told
                case .restart: break
                }
            }
            return (upgrade, state.serving)
        }
        guard let (upgrade, serving) = ended else { return }
        if upgrade.kind == .version, error.code != .superseded {
            environment.eventSink(
                .init(
                    candidate.package,
                    .rolledBack(to: serving?.version ?? "", reason: error.message)))
        }
        end(upgrade, told)
        if error.code != .superseded { reconcile() }
    }

    /// Goes back to the version before one that was promoted and then failed too often.
    func fallBack(from runner: PluginRunner) {
        let target = state.withLockedValue { state -> PluginPackage? in
            guard state.serving === runner, let fallback = state.fallback, fallback.version != runner.version else {
                return nil
            }
            return state.packages[fallback.version]
        }
        guard let target else { return }
        let successor = makeRunner(target)
        let isSwapped = state.withLockedValue { state -> Bool in
            guard state.serving === runner, state.fallback != nil, !state.isStopped else { return false }
            state.fallback = nil
            state.failedVersions.insert(runner.version)
            state.serving = successor
            state.draining.append(runner)
            return true
        }
        guard isSwapped else { return }
        drain(runner)
        if state.withLockedValue(\.startsEagerly) { successor.startEagerly() }
        environment.eventSink(
            .init(runner.package, .rolledBack(to: target.manifest.version, reason: "it failed too often")))
    }

    /// Lets a runner that is among those draining finish its calls.
    private func drain(_ runner: PluginRunner) {
        let longest = runner.package.manifest.probes.map(\.timeout).max() ?? timing.drain
        runner.drain(
            PluginError(.superseded, "the runner has a successor"), within: max(longest, timing.drain))
    }

    /// Tells everybody who waits for a change that it came to nothing.
    private func end(_ upgrade: PluginUpgrade, _ error: PluginError) {
        drain(upgrade.candidate)
        for waiter in upgrade.waiters { waiter.resume(throwing: error) }
    }

    /// Takes the plugin out of use; calls in flight finish.
    func retireAll(_ error: PluginError) {
        let (serving, upgrade) = state.withLockedValue { state -> (PluginRunner?, PluginUpgrade?) in
            defer {
                state.serving = nil
                state.upgrade = nil
                state.fallback = nil
            }
            state.draining += [state.serving, state.upgrade?.candidate].compactMap(\.self)
            return (state.serving, state.upgrade)
        }
        if let serving { drain(serving) }
        if let upgrade { end(upgrade, error) }
    }
}

/// How a plugin gets from one runner to the next without losing a call.
extension PluginSlot {
    func begin(_ kind: PluginUpgrade.Kind, with package: PluginPackage) {
        let candidate = makeRunner(package)
        let (replaced, from) = state.withLockedValue { state -> (PluginUpgrade?, String?) in
            defer {
                state.upgrade = PluginUpgrade(
                    kind: kind, candidate: candidate,
                    decideAt: MonotonicClock.now() &+ timing.canaryWindow.nanoseconds)
            }
            return (state.upgrade, state.serving?.version)
        }
        if let replaced {
            retire(replaced.candidate)
            for waiter in replaced.waiters {
                waiter.resume(throwing: PluginError(.superseded, "another change came in between"))
            }
        }
        if kind == .version {
            environment.eventSink(.init(package, .upgradeStarted(from: from ?? "")))
        }
        candidate.startEagerly()
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
            return (upgrade, old)
        }
        guard let (upgrade, old) = promoted else { return }
        if let old { retire(old) }
        if upgrade.kind == .version {
            environment.eventSink(
                .init(upgrade.candidate.package, .upgraded(from: old?.version ?? "")))
        }
        for waiter in upgrade.waiters { waiter.resume() }
    }

    /// Goes back to what served before the candidate. Nothing happens if that is no longer on trial.
    func rollBack(_ candidate: PluginRunner, _ error: PluginError) {
        let ended = state.withLockedValue { state -> (PluginUpgrade, PluginRunner?)? in
            guard let upgrade = state.upgrade, upgrade.candidate === candidate else { return nil }
            state.upgrade = nil
            if upgrade.kind == .version, error.code != .superseded {
                state.failedVersions.insert(candidate.version)
            }
            return (upgrade, state.serving)
        }
        guard let (upgrade, serving) = ended else { return }
        retire(candidate)
        if upgrade.kind == .version, error.code != .superseded {
            environment.eventSink(
                .init(
                    candidate.package,
                    .rolledBack(to: serving?.version ?? "", reason: error.message)))
        }
        for waiter in upgrade.waiters { waiter.resume(throwing: error) }
    }

    /// Goes back to the version before one that was promoted and then failed too often.
    func fallBack(from runner: PluginRunner) {
        let target = state.withLockedValue { state -> PluginPackage? in
            guard state.serving === runner, let fallback = state.fallback,
                let package = state.packages[fallback.version]
            else { return nil }
            state.fallback = nil
            state.failedVersions.insert(runner.version)
            state.serving = nil
            return package
        }
        guard let target else { return }
        retire(runner)
        serve(target)
        environment.eventSink(
            .init(runner.package, .rolledBack(to: target.manifest.version, reason: "it failed too often")))
    }

    private func retire(_ runner: PluginRunner) {
        let longest = runner.package.manifest.probes.map(\.timeout).max() ?? timing.drain
        state.withLockedValue { $0.draining.append(runner) }
        runner.drain(
            PluginError(.superseded, "the runner has a successor"), within: max(longest, timing.drain))
    }

    func retireAll(_ error: PluginError) {
        let (runners, waiters) = state.withLockedValue {
            state -> ([PluginRunner], [CheckedContinuation<Void, any Error>]) in
            defer {
                state.serving = nil
                state.upgrade = nil
            }
            return ([state.serving, state.upgrade?.candidate].compactMap(\.self), state.upgrade?.waiters ?? [])
        }
        for runner in runners { retire(runner) }
        for waiter in waiters { waiter.resume(throwing: error) }
    }
}

import Core
import Logging
import NIOConcurrencyHelpers

/// One plugin by its id: the versions that are there, the one that serves, and the one that is to take over.
final class PluginSlot: Sendable {
    /// What a slot and its runners have in common with those of the other plugins.
    struct Environment: Sendable {
        let runnerPath: String
        let identity: HostIdentity
        let timing: RunnerTiming
        let sandbox: SandboxPolicy
        let logger: Logger
        let eventSink: @Sendable (PluginLifecycleEvent) -> Void
        var openSecret: PluginConfiguration.SecretOpener = { _, _, stored in stored }
    }

    let id: String
    let meter = PluginMeter()
    let environment: Environment
    let state = NIOLockedValueBox(PluginSlotState())
    /// Numbers the processes. Not under ``state``: runners ask for a number while they hold a lock of their own, which is
    /// also taken under ``state``.
    private let generations = NIOLockedValueBox(0)

    init(id: String, environment: Environment) {
        self.id = id
        self.environment = environment
    }

    var timing: RunnerTiming { environment.timing }

    // MARK: - Calls

    /// Runs a probe on the runner whose turn it is. Throws a ``PluginError``.
    ///
    /// A call that a runner on its way out did not take goes to its successor. A call that fails by the fault of a
    /// version on trial ends the trial; it is answered by the version before if its probe is idempotent.
    func run(_ request: ProbeRequest) async throws -> ProbeOutcome {
        while true {
            let (runner, isTrial) = try choose()
            do {
                let outcome = try await ProbeDispatch(runner: runner, logger: environment.logger).run(request)
                if isTrial { served(by: runner) }
                return outcome
            } catch let error as PluginError {
                if error.code == .superseded { continue }
                guard isTrial, PluginUpgrade.isFault(error) else {
                    if isTrial { served(by: runner) }
                    throw error
                }
                rollBack(runner, error)
                let isIdempotent = runner.package.manifest.probes.contains {
                    $0.name == request.probe && $0.isIdempotent
                }
                guard isIdempotent else { throw error }
            }
        }
    }

    private func choose() throws -> (PluginRunner, isTrial: Bool) {
        try state.withLockedValue { state in
            guard !state.isStopped else { throw PluginError(.shuttingDown, "the server is shutting down") }
            if let refusal = Self.refusal(state.admission) { throw refusal }
            if var upgrade = state.upgrade, upgrade.takesCall(of: timing) {
                upgrade.sent += 1
                state.upgrade = upgrade
                return (upgrade.candidate, true)
            }
            guard let runner = state.serving else {
                throw PluginError(.unavailable, "no version of the plugin is usable", hint: "see the plugin's versions")
            }
            return (runner, false)
        }
    }

    private func served(by candidate: PluginRunner) {
        state.withLockedValue { state in
            if state.upgrade?.candidate === candidate { state.upgrade?.served += 1 }
        }
        settle(now: MonotonicClock.now())
    }

    static func refusal(_ admission: PluginAdmission) -> PluginError? {
        switch admission {
        case .admitted: nil
        case .locked(let feature):
            PluginError(
                .locked, "the licence does not include \(feature)",
                hint: "install a licence that names the feature", feature: feature)
        case .awaitingApproval:
            PluginError(.unavailable, "the plugin waits for an approval", hint: "look at its grants and approve it")
        case .disabled: PluginError(.unavailable, "the plugin is disabled", hint: "enable it")
        }
    }

    // MARK: - What is there and what is wanted

    /// Takes over what a scan found and what the operator wants. Never waits; runners come and go meanwhile. Calls must
    /// not overlap.
    func apply(
        packages: [PluginPackage], rejected: [ScannedPlugin], settings: PluginSettings,
        isFeatureEnabled: (String) -> Bool
    ) {
        let plugin = settings[id]
        let (serving, candidate, before) = state.withLockedValue { state in
            state.packages = Dictionary(
                packages.map { ($0.manifest.version, $0) }, uniquingKeysWith: { first, _ in first })
            state.rejected = rejected
            state.configuration = PluginConfiguration(
                value: plugin.configuration ?? .object([:]), secrets: plugin.secrets)
            state.refusedConfiguration = nil
            state.refusal = nil
            return (state.serving, state.upgrade?.candidate, state.admission)
        }
        guard let wanted = wanted(plugin.version, of: packages) else {
            state.withLockedValue { state in
                state.wanted = nil
                state.pending = nil
            }
            let what = plugin.version.flatMap { packages.isEmpty ? nil : "the chosen version \($0)" } ?? "the plugin"
            retireAll(
                PluginError(
                    .unavailable, "\(what) was removed or is rejected",
                    hint: "the plugin's versions say which can be chosen"))
            return
        }
        func decide(_ package: PluginPackage) -> PluginAdmission {
            PluginAdmission.decide(package, settings: settings, isFeatureEnabled: isFeatureEnabled)
        }
        let admission = decide(wanted)
        // A new version that is not approved leaves the approved one at work.
        if case .awaitingApproval(let missing) = admission, let serving, serving.version != wanted.manifest.version,
            packages.contains(where: { $0.digest == serving.package.digest }),
            decide(serving.package) == .admitted
        {
            let pending = PluginPendingApproval(wanted, missing: missing)
            let isNew = state.withLockedValue { state -> Bool in
                defer { state.pending = pending }
                return state.pending != pending
            }
            if isNew { environment.eventSink(.init(wanted, .admission(admission))) }
            reconcile()
            return
        }
        state.withLockedValue { state in
            state.wanted = wanted
            state.pending = nil
            if case .awaitingApproval(let missing) = admission { state.pending = .init(wanted, missing: missing) }
            state.admission = admission
        }
        if before != admission { environment.eventSink(.init(wanted, .admission(admission))) }
        guard admission == .admitted else {
            retireAll(Self.refusal(admission) ?? PluginError(.unavailable, "the plugin is not admitted"))
            return
        }
        guard let serving else {
            serve(wanted)
            return
        }
        // What was removed, revoked or replaced by other bytes is not to go on until a trial has ended, and where nobody
        // was served yet there is nothing to compare with.
        let isThere = packages.contains { $0.digest == serving.package.digest }
        if !isThere || (!serving.wasStarted && serving.version != wanted.manifest.version) {
            replace(with: wanted)
            return
        }
        // Back to what serves, or on to a third version: a trial of something else is over.
        if let candidate, candidate.package.digest != wanted.digest {
            rollBack(candidate, PluginError(.superseded, "another version was chosen"))
        }
        reconcile()
    }

    /// Begins what is missing between what serves and what is wanted; nothing while a change is under way.
    func reconcile() {
        let step = state.withLockedValue { state -> (PluginUpgrade.Kind, PluginPackage, PluginRunner?)? in
            guard state.admission == .admitted, state.reconfiguration == nil, let serving = state.serving,
                let wanted = state.wanted
            else { return nil }
            let candidate = state.upgrade?.candidate
            let isOther = wanted.manifest.version != serving.version
            if isOther, state.pending == nil, !state.failedVersions.contains(wanted.manifest.version) {
                return candidate == nil ? (.version, wanted, nil) : nil
            }
            guard serving.configuration != state.configuration, state.refusedConfiguration != state.configuration,
                candidate == nil
                    || candidate?.version == serving.version && candidate?.configuration != state.configuration
            else { return nil }
            return (.configuration, serving.package, candidate)
        }
        guard let (kind, package, candidate) = step else { return }
        if kind == .configuration, candidate == nil, reconfigure() { return }
        begin(kind, with: package, replacing: candidate)
    }

    /// The version that the operator chose, else the highest one that was not rolled back. A chosen version that is not
    /// there yields nothing.
    private func wanted(_ version: String?, of packages: [PluginPackage]) -> PluginPackage? {
        if let version { return packages.first { $0.manifest.version == version } }
        let failed = state.withLockedValue(\.failedVersions)
        let usable = packages.filter { !failed.contains($0.manifest.version) }
        return (usable.isEmpty ? packages : usable).max { left, right in
            guard let first = SemanticVersion(left.manifest.version),
                let second = SemanticVersion(right.manifest.version)
            else { return left.manifest.version < right.manifest.version }
            return first < second
        }
    }

    // MARK: - Runners

    func makeRunner(_ package: PluginPackage) -> PluginRunner {
        let configuration = state.withLockedValue(\.configuration)
        return PluginRunner(
            package: package, meter: meter, runnerPath: environment.runnerPath, identity: environment.identity,
            configuration: configuration, timing: timing, sandbox: environment.sandbox.applied(to: package),
            logger: environment.logger, openSecret: environment.openSecret,
            nextGeneration: { [weak self] in self?.nextGeneration() ?? 0 },
            eventSink: { [weak self] event in self?.note(event) })
    }

    private func nextGeneration() -> Int {
        generations.withLockedValue { generations in
            generations += 1
            return generations
        }
    }

    func serve(_ package: PluginPackage) {
        let runner = makeRunner(package)
        let startsEagerly = state.withLockedValue { state -> Bool in
            guard !state.isStopped, state.serving == nil else { return false }
            state.serving = runner
            return state.startsEagerly
        }
        if startsEagerly { runner.startEagerly() }
    }

    /// Keeps a runner alive from now on, instead of starting one with the first call.
    func startEagerly() {
        let runner = state.withLockedValue { state -> PluginRunner? in
            state.startsEagerly = true
            return state.serving
        }
        runner?.startEagerly()
    }

    /// Ends quarantine and isolation, and lets versions that were rolled back be tried again.
    func reset() {
        let runner = state.withLockedValue { state -> PluginRunner? in
            state.failedVersions = []
            return state.serving
        }
        runner?.reset()
    }

    /// Lets a version that was rolled back be tried again.
    func forgive(version: String) {
        state.withLockedValue { _ = $0.failedVersions.remove(version) }
    }

    /// Replaces the runner by a fresh one, without a gap; returns when that serves. Throws why it cannot.
    func restart() async throws {
        let (package, upgrade) = state.withLockedValue { ($0.serving?.package, $0.upgrade) }
        guard let package else { throw PluginError(.unavailable, "the plugin is not in use") }
        if let upgrade, upgrade.kind == .version {
            throw PluginError(
                .unavailable, "version \(upgrade.candidate.version) is on trial",
                hint: "wait until it has served its first calls, or choose the version in use")
        }
        reset()
        begin(.restart, with: package, replacing: upgrade?.candidate)
        try await settled()
    }

    /// Returns when no change is under way; throws why the last one failed, if it fails.
    func settled() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let outcome = state.withLockedValue { state -> Result<Void, any Error>? in
                if state.upgrade == nil { state.reconfiguration?.waiters.append(continuation) }
                state.upgrade?.waiters.append(continuation)
                guard state.upgrade == nil, state.reconfiguration == nil else { return nil }
                // It may have been refused before anybody asked.
                if let refusal = state.refusal, state.refusedConfiguration == state.configuration {
                    return .failure(refusal)
                }
                return .success(())
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    /// What a runner of this slot reports, on its thread.
    private func note(_ event: PluginLifecycleEvent) {
        environment.eventSink(event)
        let (candidate, serving) = state.withLockedValue { ($0.upgrade?.candidate, $0.serving) }
        switch event.kind {
        case .started: settle(now: MonotonicClock.now())
        case .crashed:
            if let candidate, let failure = candidate.failure { rollBack(candidate, failure) }
        case .quarantined:
            if let serving, case .quarantined = serving.snapshot.state { fallBack(from: serving) }
        default: break
        }
    }

    // MARK: - End and status

    /// Drains every runner. Returns when none is left.
    func stop() async {
        let error = PluginError(.shuttingDown, "the server is shutting down")
        let (runners, waiters) = state.withLockedValue {
            state -> ([PluginRunner], [CheckedContinuation<Void, any Error>]) in
            state.isStopped = true
            defer { state.upgrade = nil }
            return (
                [state.serving, state.upgrade?.candidate].compactMap(\.self) + state.draining,
                state.upgrade?.waiters ?? []
            )
        }
        for waiter in waiters { waiter.resume(throwing: error) }
        await withDiscardingTaskGroup { group in
            for runner in runners { group.addTask { await runner.stop(error, within: self.timing.drain) } }
        }
    }

    /// The package that serves, or would if it were admitted.
    var current: PluginPackage? { state.withLockedValue { $0.serving?.package ?? $0.wanted } }

    var snapshot: PluginSlotSnapshot {
        state.withLockedValue { state in
            PluginSlotSnapshot(
                package: state.serving?.package ?? state.wanted, admission: state.admission, pending: state.pending,
                versions: Array(state.packages.values), rejected: state.rejected,
                serving: state.serving, trial: state.upgrade.flatMap { $0.kind == .version ? $0 : nil },
                draining: state.draining.filter(\.isAlive).count, failedVersions: state.failedVersions.sorted())
        }
    }
}

/// A slot at one moment.
struct PluginSlotSnapshot: Sendable {
    /// What serves, or would if it were admitted; nil if every version is rejected.
    let package: PluginPackage?
    let admission: PluginAdmission
    let pending: PluginPendingApproval?
    let versions: [PluginPackage]
    let rejected: [ScannedPlugin]
    let serving: PluginRunner?
    let trial: PluginUpgrade?
    /// Runners that finish their last calls.
    let draining: Int
    let failedVersions: [String]
}

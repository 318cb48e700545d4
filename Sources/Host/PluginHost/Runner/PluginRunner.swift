import Core
import Logging
import NIOConcurrencyHelpers

/// Supervises the runners of one plugin: starts one when it is needed, replaces it when it crashes or hangs, holds it
/// back when it crashes too often, and hands out places in it.
final class PluginRunner: Sendable {
    /// What a caller holds while its call runs.
    struct Place: Sendable {
        let pair: ProbePair
        let generation: RunnerGeneration
    }

    /// Callers that may wait for a place; more are turned away.
    static let waiterLimit = 4_096

    struct Waiter {
        let id: UInt64
        let pair: ProbePair
        let deadline: UInt64
        let continuation: CheckedContinuation<Place, any Error>
    }

    struct State {
        var configuration: PluginConfiguration
        /// No call begins while it is there.
        var change: Change?
        var current: RunnerGeneration?
        var isReady = false
        /// Calls in the current generation.
        var inFlight = 0
        /// Every generation that has not ended.
        var living: [Int: RunnerGeneration] = [:]
        var waiters: [Waiter] = []
        /// Numbers waiters and places.
        var nextID: UInt64 = 1
        var starts = 0
        var lastGeneration = 0
        var startsEagerly = false
        var stopping: PluginError?
        var failures: FailureHistory
        var suspects: SuspectPairs
        var lastError: PluginError?
        var endWaiters: [CheckedContinuation<Void, Never>] = []
    }

    let package: PluginPackage
    let meter: PluginMeter
    /// The thread of whichever runner serves.
    let executor = RunnerExecutor()
    let plans: [ProbePlan]
    private let runnerPath: String
    private let identity: HostIdentity
    private let openSecret: PluginConfiguration.SecretOpener
    let timing: RunnerTiming
    private let sandbox: SandboxPolicy
    private let logger: Logger
    let eventSink: @Sendable (PluginLifecycleEvent) -> Void
    /// The number of the next generation, unique among all runners of this plugin.
    private let nextGeneration: @Sendable () -> Int
    let state: NIOLockedValueBox<State>

    init(
        package: PluginPackage, meter: PluginMeter, runnerPath: String, identity: HostIdentity,
        configuration: PluginConfiguration, timing: RunnerTiming, sandbox: SandboxPolicy, logger: Logger,
        openSecret: @escaping PluginConfiguration.SecretOpener, nextGeneration: @escaping @Sendable () -> Int,
        eventSink: @escaping @Sendable (PluginLifecycleEvent) -> Void
    ) {
        self.package = package
        self.meter = meter
        self.nextGeneration = nextGeneration
        plans = ProbePlan.all(of: package)
        self.runnerPath = runnerPath
        self.identity = identity
        self.openSecret = openSecret
        self.timing = timing
        self.sandbox = sandbox
        self.logger = logger
        self.eventSink = eventSink
        state = NIOLockedValueBox(
            State(
                configuration: configuration, failures: .init(timing: timing), suspects: .init(timing: timing)))
    }

    // MARK: - Places

    /// A place in a running generation; waits for one until the deadline (monotonic).
    ///
    /// Throws a ``PluginError``. Every place must be given back with ``release(_:)``.
    func acquire(for pair: ProbePair, deadline: UInt64) async throws -> Place {
        if let place = try takeFreePlace(pair) { return place }
        let id = state.withLockedValue { state -> UInt64 in
            defer { state.nextID += 1 }
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait(Waiter(id: id, pair: pair, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            remove(waiter: id)?.continuation.resume(throwing: PluginError(.cancelled, "the call was cancelled"))
        }
    }

    func release(_ place: Place) {
        let isSingleUse = package.manifest.isolation.mode == .perCall
        let (granted, isServed) = state.withLockedValue { state -> ([(Waiter, Place)], Bool) in
            guard state.current === place.generation else { return ([], false) }
            state.inFlight -= 1
            if isSingleUse {
                state.current = nil
                state.isReady = false
                return ([], false)
            }
            return (state.waiters.isEmpty ? [] : grant(&state), true)
        }
        if isSingleUse {
            place.generation.drain(
                PluginError(.unavailable, "the runner served its one call"), within: timing.drain)
        }
        for (waiter, place) in granted { waiter.continuation.resume(returning: place) }
        sendChangeIfIdle()
        if !isServed { startIfNeeded() }
    }

    /// Counts a call that has ended, and how long its caller waited for it.
    func count(succeeded: Bool, since start: UInt64) {
        meter.called(succeeded: succeeded, nanoseconds: MonotonicClock.now() &- start)
        if succeeded { state.withLockedValue { $0.failures.succeeded() } }
    }

    private func takeFreePlace(_ pair: ProbePair) throws -> Place? {
        guard !Task.isCancelled else { throw PluginError(.cancelled, "the call was cancelled") }
        return try state.withLockedValue { state in
            if let refusal = refusal(of: pair, &state) { throw refusal }
            guard state.isReady, state.change == nil, state.waiters.isEmpty, state.inFlight < limit,
                let current = state.current
            else { return nil }
            return occupy(current, pair, &state)
        }
    }

    private func wait(_ waiter: Waiter) {
        let error = state.withLockedValue { state -> PluginError? in
            if let refusal = refusal(of: waiter.pair, &state) { return refusal }
            guard state.waiters.count < Self.waiterLimit else {
                return PluginError(.limit, "too many calls wait for this plugin")
            }
            state.waiters.append(waiter)
            return nil
        }
        if let error {
            waiter.continuation.resume(throwing: error)
            return
        }
        // The task may have been cancelled before its waiter was there to be removed.
        if Task.isCancelled {
            remove(waiter: waiter.id)?.continuation.resume(throwing: PluginError(.cancelled, "the call was cancelled"))
            return
        }
        startIfNeeded()
        let (granted, current) = state.withLockedValue { (grant(&$0), $0.current) }
        for (waiter, place) in granted { waiter.continuation.resume(returning: place) }
        current?.process.wake(at: waiter.deadline)
    }

    private func remove(waiter id: UInt64) -> Waiter? {
        state.withLockedValue { state in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiters.remove(at: index)
        }
    }

    private var limit: Int { package.manifest.isolation.maxConcurrent }

    func grant(_ state: inout State) -> [(Waiter, Place)] {
        guard state.isReady, state.change == nil, let current = state.current else { return [] }
        let count = min(state.waiters.count, max(0, limit - state.inFlight))
        guard count > 0 else { return [] }
        defer { state.waiters.removeFirst(count) }
        return state.waiters.prefix(count).map { ($0, occupy(current, $0.pair, &state)) }
    }

    private func occupy(_ current: RunnerGeneration, _ pair: ProbePair, _ state: inout State) -> Place {
        state.inFlight += 1
        return Place(pair: pair, generation: current)
    }

    private func refusal(of pair: ProbePair, _ state: inout State) -> PluginError? {
        if let stopping = state.stopping { return stopping }
        let now = MonotonicClock.now()
        if let until = state.suspects.isolatedUntil(pair, now: now) {
            return PluginError(
                .quarantined,
                "\(pair.probe) crashed its plugin twice on this host and is held back there until \(until)",
                hint: "reset the plugin to try again sooner")
        }
        guard let until = state.failures.quarantinedUntil(now: now) else {
            state.failures.release(now: now)
            return nil
        }
        return PluginError(
            .quarantined, "the plugin failed \(timing.crashLimit) times and is held back until \(until)",
            hint: state.lastError.map { "the last failure: \($0.message)" })
    }

    // MARK: - Generations

    /// Keeps a runner alive from now on, instead of starting one with the first call.
    func startEagerly() {
        state.withLockedValue { $0.startsEagerly = true }
        startIfNeeded()
    }

    func startIfNeeded() {
        let (generation, start, patience) = state.withLockedValue { state -> (RunnerGeneration?, UInt64, UInt64) in
            guard state.current == nil, state.stopping == nil,
                state.failures.quarantinedUntil(now: MonotonicClock.now()) == nil,
                state.startsEagerly || !state.waiters.isEmpty
            else { return (nil, 0, 0) }
            state.starts += 1
            if state.starts > 1 { meter.restarted() }
            let generation = RunnerGeneration(
                number: nextGeneration(), package: package, runnerPath: runnerPath, identity: identity,
                configuration: RunnerConfiguration(
                    state.configuration, of: package.manifest, open: openSecret),
                timing: timing, sandbox: sandbox, executor: executor, logger: logger, meter: meter,
                tick: { [weak self] now in self?.expireWaiters(now: now) ?? .max },
                report: { [weak self] generation, event in self?.handle(event, of: generation) })
            state.current = generation
            state.lastGeneration = generation.number
            state.isReady = false
            state.inFlight = 0
            state.living[generation.number] = generation
            return (generation, state.failures.notBefore, state.waiters.map(\.deadline).min() ?? .max)
        }
        guard let generation else { return }
        generation.process.wake(at: patience)
        generation.start(at: start)
    }

    private func expireWaiters(now: UInt64) -> UInt64 {
        let change = expireChange(now: now)
        let (expired, next) = state.withLockedValue { state -> ([Waiter], UInt64) in
            let expired = state.waiters.filter { $0.deadline <= now }
            state.waiters.removeAll { $0.deadline <= now }
            return (expired, state.waiters.map(\.deadline).min() ?? .max)
        }
        for waiter in expired {
            waiter.continuation.resume(throwing: PluginError(.deadline, "no runner of the plugin was free in time"))
        }
        return min(next, change)
    }

    private func handle(_ event: RunnerGeneration.Event, of generation: RunnerGeneration) {
        switch event {
        case .ready: becameReady(generation)
        case .violation(let what): eventSink(.init(package, .violation(what: what)))
        case .secretRevealed, .secretRefused: note(event, of: generation)
        case .abandoned(let probe): abandoned(generation, probe: probe)
        case .ended(let error, let exit, let wasAsked, let probe, let pairs):
            ended(generation, error, exit: exit, wasAsked: wasAsked, probe: probe, pairs: pairs)
        }
    }

    private func becameReady(_ generation: RunnerGeneration) {
        let granted = state.withLockedValue { state -> [(Waiter, Place)] in
            guard state.current === generation else { return [] }
            state.isReady = true
            return grant(&state)
        }
        for (waiter, place) in granted { waiter.continuation.resume(returning: place) }
        eventSink(.init(package, .started(generation: generation.number, pid: generation.pid ?? 0)))
    }

    /// A call hangs: its runner gets no new calls and is replaced at once. That counts like a crash.
    private func abandoned(_ generation: RunnerGeneration, probe: Int) {
        logger.error("plugin call hangs, its runner is replaced", metadata: ["plugin": "\(package.manifest.id)"])
        let error = PluginError(.unavailable, "the runner is replaced because another call in it hangs")
        let (waiters, quarantine) = state.withLockedValue { state -> ([Waiter], Timestamp?) in
            guard state.current === generation else { return ([], nil) }
            state.current = nil
            state.isReady = false
            state.inFlight = 0
            state.lastError = PluginError(.misbehaved, "a call did not return after its cancellation")
            return recordFailure(&state, pauses: false)
        }
        refuse(waiters, quarantine)
        giveUpChange(error)
        startIfNeeded()
        generation.retire(error)
    }

    private func ended(
        _ generation: RunnerGeneration, _ error: PluginError, exit: RunnerExit?, wasAsked: Bool, probe: Int?,
        pairs: Set<ProbePair>
    ) {
        let name = probe.flatMap {
            package.manifest.probes.indices.contains($0) ? package.manifest.probes[$0].name : nil
        }
        var isolated: [ProbePair: Timestamp] = [:]
        let outcome = state.withLockedValue { state -> ([Waiter], Timestamp?, [CheckedContinuation<Void, Never>]) in
            state.living[generation.number] = nil
            let done = state.living.isEmpty && state.stopping != nil ? state.endWaiters : []
            if !done.isEmpty { state.endWaiters = [] }
            guard !wasAsked, state.stopping == nil else { return ([], nil, done) }
            if let exit { meter.crashed(PluginCrash(exit: exit, at: .now(), probe: name)) }
            state.lastError = error
            if error.code == .crashed { isolated = state.suspects.crashed(pairs, now: MonotonicClock.now()) }
            let wasReady = state.isReady
            guard state.current === generation else { return ([], nil, done) }
            state.current = nil
            state.isReady = false
            state.inFlight = 0
            // A crash that a held-back pair explains is not the plugin's.
            var (waiters, quarantine) = isolated.isEmpty ? recordFailure(&state, pauses: true) : ([], nil)
            // Who waited for a start that failed is told why. Who waited for a place in a runner gets the next one.
            if !wasReady, quarantine == nil {
                waiters = state.waiters
                state.waiters = []
            }
            return (waiters, quarantine, done)
        }
        giveUpChange(error)
        let (waiters, quarantine, done) = outcome
        for continuation in done { continuation.resume() }
        if !wasAsked {
            logger.error(
                "plugin runner ended", metadata: ["plugin": "\(package.manifest.id)", "reason": "\(error.message)"])
            eventSink(.init(package, .crashed(exit: exit, probe: name, message: error.message)))
        }
        for (pair, until) in isolated {
            eventSink(.init(package, .isolated(probe: pair.probe, hostID: pair.hostID, until: until)))
        }
        if quarantine != nil {
            refuse(waiters, quarantine)
        } else {
            for waiter in waiters { waiter.continuation.resume(throwing: error) }
        }
        startIfNeeded()
    }

    /// Notes a failure; returns those to be refused and the end of the quarantine if this one was too many.
    private func recordFailure(_ state: inout State, pauses: Bool) -> ([Waiter], Timestamp?) {
        guard let until = state.failures.failed(now: MonotonicClock.now(), pauses: pauses) else { return ([], nil) }
        defer { state.waiters = [] }
        return (state.waiters, until)
    }

    private func refuse(_ waiters: [Waiter], _ quarantine: Timestamp?) {
        guard let quarantine else { return }
        logger.error(
            "plugin is quarantined", metadata: ["plugin": "\(package.manifest.id)", "until": "\(quarantine)"])
        eventSink(.init(package, .quarantined(until: quarantine)))
        let error = PluginError(.quarantined, "the plugin failed too often and is held back until \(quarantine)")
        for waiter in waiters { waiter.continuation.resume(throwing: error) }
    }

    // MARK: - End and status

    /// Takes no calls from now on; those in flight may finish within that time, then the runners end. Idempotent.
    ///
    /// - Parameter error: told to callers that wait for a place, and to those that come later.
    func drain(_ error: PluginError, within time: Duration) {
        let (waiters, living) = state.withLockedValue { state -> ([Waiter], [RunnerGeneration]) in
            state.stopping = state.stopping ?? error
            defer { state.waiters = [] }
            state.current = nil
            state.isReady = false
            return (state.waiters, Array(state.living.values))
        }
        for waiter in waiters { waiter.continuation.resume(throwing: error) }
        giveUpChange(error)
        for generation in living { generation.drain(error, within: time) }
    }

    /// ``drain(_:within:)``, and returns when no runner is left.
    func stop(_ error: PluginError, within time: Duration) async {
        drain(error, within: time)
        await withCheckedContinuation { continuation in
            let isDone = state.withLockedValue { state -> Bool in
                if !state.living.isEmpty { state.endWaiters.append(continuation) }
                return state.living.isEmpty
            }
            if isDone { continuation.resume() }
        }
        eventSink(.init(package, .drained))
    }
}

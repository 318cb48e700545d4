import Core
import Logging
import NIOConcurrencyHelpers

/// Supervises the runners of one plugin: starts one when it is needed, replaces it when it crashes or hangs, holds it
/// back when it crashes too often, and hands out places in it.
final class PluginRunner: Sendable {
    /// What a caller holds while its call runs.
    struct Place: Sendable {
        let generation: RunnerGeneration
    }

    /// Callers that may wait for a place; more are turned away.
    static let waiterLimit = 4_096

    private struct Waiter {
        let id: UInt64
        let deadline: UInt64
        let continuation: CheckedContinuation<Place, any Error>
    }

    private struct State {
        var current: RunnerGeneration?
        var isReady = false
        /// Calls in the current generation.
        var inFlight = 0
        /// Every generation that has not ended.
        var living: [Int: RunnerGeneration] = [:]
        var waiters: [Waiter] = []
        var nextWaiter: UInt64 = 1
        var number = 0
        var startsEagerly = false
        var stopping: PluginError?
        var isDisabled = false
        var failures: FailureHistory
        var lastError: PluginError?
        var counters = PluginCounters()
        var endWaiters: [CheckedContinuation<Void, Never>] = []
    }

    let package: PluginPackage
    /// The thread of whichever runner serves.
    let executor = RunnerExecutor()
    let plans: [ProbePlan]
    private let runnerPath: String
    private let identity: HostIdentity
    private let configuration: [UInt8]
    private let timing: RunnerTiming
    private let logger: Logger
    private let eventSink: (@Sendable (PluginLifecycleEvent) -> Void)?
    private let state: NIOLockedValueBox<State>

    init(
        package: PluginPackage, runnerPath: String, identity: HostIdentity, configuration: [UInt8],
        timing: RunnerTiming,
        logger: Logger, eventSink: (@Sendable (PluginLifecycleEvent) -> Void)?
    ) {
        self.package = package
        plans = ProbePlan.all(of: package)
        self.runnerPath = runnerPath
        self.identity = identity
        self.configuration = configuration
        self.timing = timing
        self.logger = logger
        self.eventSink = eventSink
        state = NIOLockedValueBox(State(failures: FailureHistory(timing: timing)))
    }

    // MARK: - Places

    /// A place in a running generation; waits for one until the deadline (monotonic).
    ///
    /// Throws a ``PluginError``. Every place must be given back with ``release(_:)``.
    func acquire(deadline: UInt64) async throws -> Place {
        if let place = try takeFreePlace() { return place }
        let id = state.withLockedValue { state -> UInt64 in
            defer { state.nextWaiter += 1 }
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait(Waiter(id: id, deadline: deadline, continuation: continuation))
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
        if isSingleUse { place.generation.drain(PluginError(.unavailable, "the runner served its one call")) }
        for (waiter, place) in granted { waiter.continuation.resume(returning: place) }
        if !isServed { startIfNeeded() }
    }

    /// Counts a call that has ended.
    func count(succeeded: Bool) {
        state.withLockedValue { state in
            state.counters.calls += 1
            if succeeded { state.failures.succeeded() } else { state.counters.errors += 1 }
        }
    }

    private func takeFreePlace() throws -> Place? {
        guard !Task.isCancelled else { throw PluginError(.cancelled, "the call was cancelled") }
        return try state.withLockedValue { state in
            if let refusal = refusal(&state) { throw refusal }
            guard state.isReady, state.waiters.isEmpty, state.inFlight < limit, let current = state.current else {
                return nil
            }
            state.inFlight += 1
            return Place(generation: current)
        }
    }

    private func wait(_ waiter: Waiter) {
        let error = state.withLockedValue { state -> PluginError? in
            if let refusal = refusal(&state) { return refusal }
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

    private func grant(_ state: inout State) -> [(Waiter, Place)] {
        guard state.isReady, let current = state.current else { return [] }
        let count = min(state.waiters.count, max(0, limit - state.inFlight))
        guard count > 0 else { return [] }
        state.inFlight += count
        defer { state.waiters.removeFirst(count) }
        return state.waiters.prefix(count).map { ($0, Place(generation: current)) }
    }

    private func refusal(_ state: inout State) -> PluginError? {
        if let stopping = state.stopping { return stopping }
        if state.isDisabled { return PluginError(.unavailable, "the plugin is disabled") }
        let now = MonotonicClock.now()
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

    func setDisabled(_ isDisabled: Bool) {
        let (current, waiters) = state.withLockedValue { state -> (RunnerGeneration?, [Waiter]) in
            state.isDisabled = isDisabled
            guard isDisabled else { return (nil, []) }
            defer { state.waiters = [] }
            let current = state.current
            state.current = nil
            state.isReady = false
            state.inFlight = 0
            return (current, state.waiters)
        }
        let error = PluginError(.unavailable, "the plugin is disabled")
        for waiter in waiters { waiter.continuation.resume(throwing: error) }
        current?.drain(error)
        if !isDisabled { startIfNeeded() }
    }

    private func startIfNeeded() {
        let (generation, start, patience) = state.withLockedValue { state -> (RunnerGeneration?, UInt64, UInt64) in
            guard state.current == nil, state.stopping == nil, !state.isDisabled,
                state.failures.quarantinedUntil(now: MonotonicClock.now()) == nil,
                state.startsEagerly || !state.waiters.isEmpty
            else { return (nil, 0, 0) }
            state.number += 1
            if state.number > 1 { state.counters.restarts += 1 }
            let generation = RunnerGeneration(
                number: state.number, package: package, runnerPath: runnerPath, identity: identity,
                configuration: configuration, timing: timing, executor: executor, logger: logger,
                tick: { [weak self] now in self?.expireWaiters(now: now) ?? .max },
                report: { [weak self] generation, event in self?.handle(event, of: generation) })
            state.current = generation
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
        let (expired, next) = state.withLockedValue { state -> ([Waiter], UInt64) in
            let expired = state.waiters.filter { $0.deadline <= now }
            state.waiters.removeAll { $0.deadline <= now }
            return (expired, state.waiters.map(\.deadline).min() ?? .max)
        }
        for waiter in expired {
            waiter.continuation.resume(throwing: PluginError(.deadline, "no runner of the plugin was free in time"))
        }
        return next
    }

    private func handle(_ event: RunnerGeneration.Event, of generation: RunnerGeneration) {
        switch event {
        case .ready: becameReady(generation)
        case .abandoned(let probe): abandoned(generation, probe: probe)
        case .ended(let error, let exit, let wasAsked, let probe):
            ended(generation, error, exit: exit, wasAsked: wasAsked, probe: probe)
        }
    }

    private func becameReady(_ generation: RunnerGeneration) {
        let granted = state.withLockedValue { state -> [(Waiter, Place)] in
            guard state.current === generation else { return [] }
            state.isReady = true
            return grant(&state)
        }
        for (waiter, place) in granted { waiter.continuation.resume(returning: place) }
        eventSink?(.init(package, .started(generation: generation.number, pid: generation.pid ?? 0)))
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
        startIfNeeded()
        generation.retire(error)
    }

    private func ended(
        _ generation: RunnerGeneration, _ error: PluginError, exit: RunnerExit?, wasAsked: Bool, probe: Int?
    ) {
        let name = probe.flatMap {
            package.manifest.probes.indices.contains($0) ? package.manifest.probes[$0].name : nil
        }
        let outcome = state.withLockedValue { state -> ([Waiter], Timestamp?, [CheckedContinuation<Void, Never>]) in
            state.living[generation.number] = nil
            let done = state.living.isEmpty && state.stopping != nil ? state.endWaiters : []
            if !done.isEmpty { state.endWaiters = [] }
            guard !wasAsked, state.stopping == nil else { return ([], nil, done) }
            if let exit { state.counters.lastCrash = PluginCrash(exit: exit, at: .now(), probe: name) }
            state.lastError = error
            let wasReady = state.isReady
            guard state.current === generation else { return ([], nil, done) }
            state.current = nil
            state.isReady = false
            state.inFlight = 0
            var (waiters, quarantine) = recordFailure(&state, pauses: true)
            // Who waited for a start that failed is told why. Who waited for a place in a runner gets the next one.
            if !wasReady, quarantine == nil {
                waiters = state.waiters
                state.waiters = []
            }
            return (waiters, quarantine, done)
        }
        let (waiters, quarantine, done) = outcome
        for continuation in done { continuation.resume() }
        if !wasAsked {
            logger.error(
                "plugin runner ended", metadata: ["plugin": "\(package.manifest.id)", "reason": "\(error.message)"])
            eventSink?(.init(package, .crashed(exit: exit, probe: name, message: error.message)))
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
        eventSink?(.init(package, .quarantined(until: quarantine)))
        let error = PluginError(.quarantined, "the plugin failed too often and is held back until \(quarantine)")
        for waiter in waiters { waiter.continuation.resume(throwing: error) }
    }

    // MARK: - End and status

    /// Lets calls in flight finish within the drain time, then ends every runner. Returns when none is left.
    func stop() async {
        let error = PluginError(.shuttingDown, "the server is shutting down")
        let (waiters, living) = state.withLockedValue { state -> ([Waiter], [RunnerGeneration]) in
            state.stopping = error
            defer { state.waiters = [] }
            state.current = nil
            state.isReady = false
            return (state.waiters, Array(state.living.values))
        }
        for waiter in waiters { waiter.continuation.resume(throwing: error) }
        for generation in living { generation.drain(error) }
        await withCheckedContinuation { continuation in
            let isDone = state.withLockedValue { state -> Bool in
                if !state.living.isEmpty { state.endWaiters.append(continuation) }
                return state.living.isEmpty
            }
            if isDone { continuation.resume() }
        }
        eventSink?(.init(package, .drained))
    }

    var snapshot: (state: PluginState, reason: String?, runner: PluginRunnerStatus) {
        state.withLockedValue { state in
            var runner = PluginRunnerStatus(counters: state.counters)
            runner.pid = state.current?.pid
            runner.generation = state.number
            runner.inFlight = state.inFlight
            return (Self.pluginState(state), state.lastError.flatMap { state.isReady ? nil : $0.message }, runner)
        }
    }

    private static func pluginState(_ state: State) -> PluginState {
        if state.stopping != nil { return .draining }
        if state.isDisabled { return .disabled }
        if let until = state.failures.quarantinedUntil(now: MonotonicClock.now()) { return .quarantined(until: until) }
        if state.isReady { return .running }
        return state.failures.inRow > 0 ? .degraded : state.number > 0 ? .ready : .verified
    }
}

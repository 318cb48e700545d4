import Logging
import NIOConcurrencyHelpers
import PluginABI
import RunnerWire

/// One runner process from its start to its end, as the calls in it see it: handshake, table of calls, clock.
final class RunnerGeneration: RunnerProcessDelegate {
    enum Event: Sendable {
        case ready
        /// A call did not return after its cancellation.
        case abandoned(probe: Int)
        /// The sandbox refused something, as "syscall socket denied".
        case violation(String)
        case secretRevealed(pointer: String)
        case secretRefused
        /// `wasAsked`: the host ended it on purpose. `pairs`: what the calls were on that it had taken and not answered.
        case ended(PluginError, exit: RunnerExit?, wasAsked: Bool, probe: Int?, pairs: Set<ProbePair>)
    }

    enum Phase {
        case starting, awaitingReady, awaitingCreated, ready, ended
    }

    struct State {
        var phase = Phase.starting
        var pid: Int32 = 0
        var stepDeadline = UInt64.max
        /// When to kill it whatever it does; set once no new calls come.
        var endBy: UInt64?
        var killsWhenIdle = false
        var calls: [UInt64: ProbeCall] = [:]
        var nextCall: UInt64 = 1
        /// Why the host ends it; nil while it does not.
        var stop: PluginError?
        var wasAsked = false
        /// It broke a rule: what it sent after that counts for nothing, a result right behind it included.
        var hasFailed = false
        var fatal: PluginError?
        var logThrottle = LogThrottle()
        var lastProbe: Int?
        var canConfigure = false
        var reconfiguration: Reconfiguration?
    }

    let number: Int
    let package: PluginPackage
    let process: RunnerProcess
    private let sandbox: SandboxWatch
    private let identity: HostIdentity
    let configuration: RunnerConfiguration
    let timing: RunnerTiming
    let logger: Logger
    let meter: PluginMeter
    let report: @Sendable (RunnerGeneration, Event) -> Void
    /// Looks after those who wait for a place; returns its next time.
    private let tick: @Sendable (UInt64) -> UInt64
    let state = NIOLockedValueBox(State())

    init(
        number: Int, package: PluginPackage, runnerPath: String, identity: HostIdentity,
        configuration: RunnerConfiguration,
        timing: RunnerTiming, sandbox: SandboxPolicy, executor: RunnerExecutor, logger: Logger,
        meter: PluginMeter,
        tick: @escaping @Sendable (UInt64) -> UInt64,
        report: @escaping @Sendable (RunnerGeneration, Event) -> Void
    ) {
        self.number = number
        self.package = package
        self.identity = identity
        self.configuration = configuration
        self.timing = timing
        var logger = logger
        logger[metadataKey: "plugin"] = "\(package.manifest.id)"
        logger[metadataKey: "generation"] = "\(number)"
        self.logger = logger
        self.meter = meter
        self.tick = tick
        self.report = report
        let isolation = package.manifest.isolation
        self.sandbox = SandboxWatch(sandbox, maxConcurrent: isolation.maxConcurrent)
        // The runner's own thread stacks and libraries come on top of what the manifest allows the plugin.
        let overhead = 32 + 2 * (isolation.maxConcurrent + 3)
        process = RunnerProcess(
            executable: runnerPath, image: package.image, memoryBytes: UInt64(isolation.memoryMiB + overhead) << 20,
            number: number, executor: executor)
    }

    /// Starts the process at a monotonic time.
    func start(at time: UInt64) {
        process.start(name: "ow-runner-\(number)", at: time, delegate: self)
    }

    var pid: Int32? { state.withLockedValue { $0.pid == 0 || $0.phase == .ended ? nil : $0.pid } }

    /// What protects the host from it; nil until the runner has said so.
    var sandboxReport: SandboxReport? { sandbox.report }

    // MARK: - Calls

    /// Registers a call and sends its RUN; nil if the runner has ended meanwhile.
    func begin(_ call: ProbeCall, body: [UInt8]) -> UInt64? {
        let id = state.withLockedValue { state -> UInt64? in
            guard state.phase == .ready, state.endBy == nil else { return nil }
            let id = state.nextCall
            state.nextCall += 1
            state.calls[id] = call
            state.lastProbe = call.probe
            return id
        }
        guard let id else { return nil }
        guard process.send(WireMessage(.run, call: id, body: body)) else {
            state.withLockedValue { _ = $0.calls.removeValue(forKey: id) }
            return nil
        }
        process.wake(at: call.deadline)
        return id
    }

    func cancel(_ id: UInt64, _ call: ProbeCall, reason: ProbeCode) {
        let giveUpAt = MonotonicClock.now() &+ timing.grace.nanoseconds
        guard call.cancel(reason, giveUpAt: giveUpAt) else { return }
        var writer = WireWriter()
        writer.uint32(reason == .deadline ? 1 : 0)
        process.send(WireMessage(.cancel, call: id, body: writer.bytes))
        process.wake(at: giveUpAt)
    }

    /// Sends something for a call, if that is still in flight.
    func send(_ message: WireMessage) {
        guard state.withLockedValue({ $0.calls[message.call] != nil }) else { return }
        guard message.body.count <= WireMessage.limit else {
            if message.type == .serviceReply { process.send(.refusal(of: message, code: .limit)) }
            return
        }
        process.send(message)
    }

    // MARK: - Ending

    /// Ends it because it broke a rule.
    func fail(_ error: PluginError) {
        state.withLockedValue { state in
            if state.stop == nil { state.stop = error }
            state.hasFailed = true
        }
        logger.error("plugin runner is ended", metadata: ["reason": "\(error.message)"])
        process.terminate(fault: error.message)
    }

    /// No new calls; the process is killed when those in flight have ended, or after the retirement time.
    func retire(_ error: PluginError) {
        let now = MonotonicClock.now()
        let isIdle = state.withLockedValue { state -> Bool in
            if state.stop == nil { state.stop = error }
            state.wasAsked = true
            state.killsWhenIdle = true
            state.endBy = now &+ timing.retirement.nanoseconds
            return state.calls.isEmpty
        }
        if isIdle { process.terminate() } else { process.wake(at: now &+ timing.retirement.nanoseconds) }
    }

    /// No new calls; the plugin finishes those in flight and says goodbye, or is killed after that time.
    func drain(_ error: PluginError, within time: Duration) {
        let end = MonotonicClock.now() &+ time.nanoseconds
        let phase = state.withLockedValue { state -> Phase in
            if state.stop == nil { state.stop = error }
            state.wasAsked = true
            state.endBy = min(state.endBy ?? end, end)
            return state.phase
        }
        if phase == .ready, process.send(WireMessage(.drain)) {
            process.wake(at: end)
        } else {
            process.terminate()
        }
    }

    // MARK: - RunnerProcessDelegate

    func runnerStarted(pid: Int32) {
        state.withLockedValue { state in
            state.pid = pid
            state.phase = .awaitingReady
        }
        logger.debug("plugin runner started", metadata: ["pid": "\(pid)"])
        do throws(PluginError) {
            process.send(WireMessage(.hello, body: identity.hello(to: package.manifest) + (try sandbox.demands())))
            expectNextStep()
        } catch {
            fail(error)
        }
    }

    func runnerReceived(_ message: WireMessage) {
        do throws(WireFault) {
            try receive(message)
        } catch {
            fail(PluginError(.misbehaved, "the runner broke the wire's rules: \(error)"))
        }
    }

    func runnerWroteLog(_ line: String) {
        let line = configuration.cleaned(line)
        logger.info("plugin stderr", metadata: ["line": "\(line)"])
        meter.logged(.info, line)
    }

    func runnerReported(_ report: RunnerReport) {
        guard let violation = sandbox.note(report) else { return }
        logger.warning("plugin ran into its sandbox", metadata: ["what": "\(violation)"])
        self.report(self, .violation(violation))
    }

    func runnerTick(now: UInt64) -> UInt64 {
        let snapshot = state.withLockedValue { ($0.stepDeadline, $0.endBy, $0.calls, $0.phase) }
        let (stepDeadline, endBy, calls, _) = snapshot
        guard stepDeadline > now else {
            fail(Self.lateness(isReady: snapshot.3 == .ready, timing.handshake))
            return .max
        }
        if let endBy, endBy <= now {
            process.terminate()
            return .max
        }
        var next = min(stepDeadline, endBy ?? .max)
        for (id, call) in calls {
            guard let giveUpAt = call.giveUpAt else {
                if call.deadline <= now {
                    cancel(id, call, reason: .deadline)
                    next = min(next, call.giveUpAt ?? .max)
                } else {
                    next = min(next, call.deadline)
                }
                continue
            }
            if giveUpAt <= now {
                abandon(id, call)
            } else {
                next = min(next, giveUpAt)
            }
        }
        return min(next, tick(now))
    }

    func runnerEnded(_ exit: RunnerExit?, fault: String?) {
        sandbox.ended()
        let exit = exit.map(sandbox.explain)
        let (error, calls, wasAsked, probe) = state.withLockedValue { state in
            let wasReady = state.phase == .ready
            let probe = state.calls.values.map(\.probe).min() ?? (wasReady ? state.lastProbe : nil)
            state.phase = .ended
            defer { state.calls = [:] }
            let error = state.fatal ?? state.stop ?? PluginError(end: exit, fault: fault, wasReady: wasReady)
            return (error, Array(state.calls.values), state.wasAsked, probe)
        }
        // Its supervisor first: a caller that asks again at once must not be given a place in here.
        report(
            self,
            .ended(error, exit: exit, wasAsked: wasAsked, probe: probe, pairs: Set(calls.map(\.pair))))
        endReconfiguration(error, wasAsked: wasAsked)
        for call in calls { call.finish(.failed(error)) }
    }

    // MARK: - Messages

    private func receive(_ message: WireMessage) throws(WireFault) {
        var reader = WireReader(message.body)
        switch message.type {
        case .sandbox: try sandbox.receive(&reader)
        case .ready: try receiveReady(&reader)
        case .created: try receiveCreated(&reader)
        case .result: finish(message)
        case .serviceRequest:
            guard let call = call(message.call) else { return }
            if !call.request(message) { send(.refusal(of: message, code: .limit)) }
        case .emit:
            guard let call = call(message.call) else { return }
            guard !configuration.leaks(message.body) else { throw WireFault("an event has a secret in it") }
            guard call.events(message.body) else { throw WireFault("more events than there is credit for") }
        case .log: try receiveLog(&reader, call: message.call)
        case .progress:
            let done = try reader.uint32()
            let stage = try reader.lossyText(limit: 256)
            try reader.finish()
            call(message.call)?.onProgress?(
                min(1, Double(done) / 10_000), SafeText.line(configuration.cleaned(stage), limit: 64))
        case .fatal: try receiveFatal(&reader)
        case .configured: try receiveConfigured(&reader)
        case .bye, .healthy: break
        default: throw WireFault("a message of type \(message.type) from the runner")
        }
    }

    private func receiveReady(_ reader: inout WireReader) throws(WireFault) {
        _ = try reader.uint32()
        let flags = try reader.uint32()
        let id = try reader.text(limit: 64)
        let version = try reader.text(limit: 32)
        try reader.finish()
        guard state.withLockedValue({ $0.phase == .awaitingReady }) else { throw WireFault("READY out of turn") }
        guard sandbox.report != nil else { throw WireFault("READY without SANDBOX") }
        guard id == package.manifest.id, version == package.manifest.version else {
            let said = SafeText.line("\(id) \(version)")
            fail(
                PluginError(
                    .identity,
                    "the plugin's entry point says it is \(said), its manifest says "
                        + "\(package.manifest.id) \(package.manifest.version)"))
            return
        }
        state.withLockedValue { state in
            state.phase = .awaitingCreated
            state.canConfigure = flags & 1 != 0
        }
        process.send(WireMessage(.create, body: Self.body(configuration.text)))
        expectNextStep()
    }

    private func receiveCreated(_ reader: inout WireReader) throws(WireFault) {
        let code = ProbeCode(rawValue: try reader.int32())
        let message = SafeText.line(configuration.cleaned(try reader.bytes(limit: WireMessage.limit)))
        try reader.finish()
        guard state.withLockedValue({ $0.phase == .awaitingCreated }) else { throw WireFault("CREATED out of turn") }
        guard code == .ok else {
            fail(
                PluginError(
                    .unavailable, "the plugin refused to start: \(code)\(message.isEmpty ? "" : ": " + message)",
                    failure: .init(code: code, message: message, detail: [])))
            return
        }
        state.withLockedValue { state in
            state.phase = .ready
            state.stepDeadline = .max
        }
        report(self, .ready)
    }

    private func receiveFatal(_ reader: inout WireReader) throws(WireFault) {
        let code = ProbeCode(rawValue: try reader.int32())
        let stage = SafeText.line(try reader.bytes(limit: 64))
        let message = SafeText.line(configuration.cleaned(try reader.bytes(limit: WireMessage.limit)))
        try reader.finish()
        let error =
            switch stage {
            case "identity": PluginError(.identity, message)
            case "abi", "symbol":
                PluginError(.abi, message, hint: "build the plugin with the headers of ABI \(OW_ABI_MAJOR)")
            case "load":
                PluginError(
                    .unavailable, "the plugin cannot be loaded: \(message)", hint: "check what it is linked with")
            case "sandbox": SandboxPolicy.refusal(message)
            case "wire": PluginError(.misbehaved, "the runner gave up: \(message)")
            default: PluginError(.unavailable, "the plugin failed at \(stage): \(code): \(message)")
            }
        state.withLockedValue { state in
            if state.fatal == nil { state.fatal = error }
        }
    }

    private func call(_ id: UInt64) -> ProbeCall? {
        state.withLockedValue { $0.calls[id] }
    }

    private func finish(_ message: WireMessage) {
        guard let call = take(message.call) else { return }
        call.finish(configuration.leaks(message.body) ? .failed(Self.leak) : .result(message.body))
    }

    private func abandon(_ id: UInt64, _ call: ProbeCall) {
        guard take(id) != nil else { return }
        // The runner is replaced first: whoever asks again right away must not meet it.
        report(self, .abandoned(probe: call.probe))
        call.finish(.abandoned)
    }

    private func take(_ id: UInt64) -> ProbeCall? {
        let (call, mustEnd) = state.withLockedValue { state -> (ProbeCall?, Bool) in
            guard !state.hasFailed else { return (nil, false) }
            let call = state.calls.removeValue(forKey: id)
            return (call, state.killsWhenIdle && state.calls.isEmpty)
        }
        if mustEnd { process.terminate() }
        return call
    }

    func expectNextStep() {
        let deadline = MonotonicClock.now() &+ timing.handshake.nanoseconds
        state.withLockedValue { $0.stepDeadline = deadline }
        process.wake(at: deadline)
    }
}

import Core
import JSON
import Logging
import PluginABI

/// Runs one probe call from its request to its accepted outcome.
struct ProbeDispatch: Sendable {
    /// Largest result a plugin may hand over.
    private static let resultLimit = 8 << 20

    private static let beginLimit = 4
    /// The runner ends a call at its deadline by itself, and may be a little ahead of this side's clock tick.
    private static let deadlineSlack: UInt64 = 5_000_000

    let runner: PluginRunner
    let logger: Logger

    private var package: PluginPackage { runner.package }

    /// Throws a ``PluginError``. A crash is tried once more on a fresh runner if the probe is idempotent.
    func run(_ request: ProbeRequest) async throws -> ProbeOutcome {
        let manifest = package.manifest
        guard let index = manifest.probes.firstIndex(where: { $0.name == request.probe }) else {
            throw PluginError(.notFound, "\(manifest.id) has no probe \(SafeText.line(request.probe, limit: 64))")
        }
        let probe = manifest.probes[index]
        try checkParameters(request.parameters, of: probe)
        let start = MonotonicClock.now()
        let patience = min(request.timeout ?? probe.timeout, .seconds(86_400))
        let callerDeadline = start &+ patience.nanoseconds
        var attempt = max(1, request.attempt)
        let isLast = attempt &+ 1
        while true {
            do {
                let outcome = try await runOnce(
                    request, probe: probe, index: index, attempt: attempt, callerDeadline: callerDeadline)
                runner.count(succeeded: true, since: start)
                return outcome
            } catch let error as PluginError {
                // Not a call yet: its successor counts it.
                guard error.code != .superseded else { throw error }
                runner.count(succeeded: false, since: start)
                guard error.code == .crashed, probe.isIdempotent, attempt < isLast, !Task.isCancelled,
                    MonotonicClock.now() < callerDeadline
                else { throw error }
                attempt += 1
            }
        }
    }

    private func checkParameters(_ parameters: JSONValue, of probe: PluginManifest.Probe) throws(PluginError) {
        guard parameters.object != nil else {
            throw PluginError(.parametersInvalid, "the parameters of \(probe.name) are not a JSON object")
        }
        do throws(SchemaViolation) {
            try package.schema(probe.parametersSchema)?.validate(parameters)
        } catch {
            throw PluginError(.parametersInvalid, "the parameters of \(probe.name) are refused: \(error)")
        }
    }

    private func runOnce(
        _ request: ProbeRequest, probe: PluginManifest.Probe, index: Int, attempt: Int, callerDeadline: UInt64
    ) async throws -> ProbeOutcome {
        // A runner may end between giving the place and taking the call, which then was not begun: ask the next one.
        for _ in 0..<Self.beginLimit {
            let place = try await runner.acquire(
                for: ProbePair(probe: probe.name, hostID: request.hostID), deadline: callerDeadline)
            defer { runner.release(place) }
            if let outcome = try await run(
                request, probe: probe, index: index, attempt: attempt, callerDeadline: callerDeadline, in: place)
            {
                return outcome
            }
        }
        throw PluginError(.unavailable, "the plugin's runners end before they take the call")
    }

    /// Nil if the runner ended before it took the call.
    private func run(
        _ request: ProbeRequest, probe: PluginManifest.Probe, index: Int, attempt: Int, callerDeadline: UInt64,
        in place: PluginRunner.Place
    ) async throws -> ProbeOutcome? {
        let deadline = min(callerDeadline, MonotonicClock.now() &+ probe.timeout.nanoseconds)
        let call = ProbeCall(probe: index, deadline: deadline, onProgress: request.onProgress)
        let target = UInt64.random(in: 1...UInt64.max)
        let body = runBody(request, probe: probe, index: index, attempt: attempt, target: target, deadline: deadline)
        guard let id = place.generation.begin(call, body: body) else { return nil }
        let broker = ServiceBroker(
            permissions: package.manifest.permissions, services: request.services, target: target, deadline: deadline,
            generation: place.generation)
        var events = EventCollector(package: package)
        let finish = await withTaskCancellationHandler {
            await serve(call, id: id, broker: broker, events: &events)
        } onCancel: {
            place.generation.cancel(id, call, reason: .cancelled)
        }
        await broker.close()
        switch finish {
        case .failed(let error): throw error
        case .abandoned: throw cancellation(call, probe: probe, isAbandoned: true)
        case .result(let body):
            return try accept(body, call: call, events: events, probe: probe, attempt: attempt)
        }
    }

    /// Answers the call's requests, each in a task of its own, until the call is finished.
    private func serve(
        _ call: ProbeCall, id: UInt64, broker: ServiceBroker, events: inout EventCollector
    ) async -> ProbeCall.Finish {
        var collector = events
        let finish = await withDiscardingTaskGroup { group in
            while true {
                switch await call.next() {
                case .request(let message):
                    group.addTask {
                        do throws(WireFault) {
                            try await broker.answer(message, call: call)
                        } catch {
                            broker.generation.fail(PluginError(.misbehaved, "a malformed service request: \(error)"))
                        }
                    }
                case .events(let body):
                    take(body, call: call, id: id, generation: broker.generation, events: &collector)
                case .cancelled:
                    group.cancelAll()
                case .finished(let finish):
                    group.cancelAll()
                    return finish
                }
            }
        }
        events = collector
        return finish
    }

    private func take(
        _ body: [UInt8], call: ProbeCall, id: UInt64, generation: RunnerGeneration, events: inout EventCollector
    ) {
        do throws(WireFault) {
            let count = try events.take(body)
            call.eventsRead(body.count)
            var writer = WireWriter()
            writer.uint32(count)
            writer.uint32(UInt32(body.count - 4))
            generation.send(WireMessage(.eventAck, call: id, body: writer.bytes))
            if events.isOverLimit { generation.cancel(id, call, reason: .limit) }
        } catch {
            generation.fail(PluginError(.misbehaved, "malformed events: \(error)"))
        }
    }

    private func runBody(
        _ request: ProbeRequest, probe: PluginManifest.Probe, index: Int, attempt: Int, target: UInt64, deadline: UInt64
    ) -> [UInt8] {
        let previous =
            probe.wantsPrevious ? request.previous.flatMap { $0.result.count <= Self.resultLimit ? $0 : nil } : nil
        let parameters = request.parameters.encoded()
        var writer = WireWriter(reserving: 128 + parameters.count + (previous?.result.count ?? 0))
        writer.uint32(UInt32(index))
        writer.uint64(target)
        writer.uint32(UInt32(clamping: attempt))
        writer.uint32(UInt32(OW_FMT_JSON))
        writer.uint64(deadline)
        writer.uint64(previous.map { UInt64(max(0, $0.collectedAt.microseconds)) &* 1_000 } ?? 0)
        writer.uint32(UInt32(package.manifest.events.count))
        for event in package.manifest.events { writer.uint32(UInt32(event.maxPerCall)) }
        writer.field(parameters)
        writer.field(previous?.result ?? [])
        writer.field(request.correlationID.text)
        return writer.bytes
    }

    // MARK: - The result

    private func accept(
        _ body: [UInt8], call: ProbeCall, events: EventCollector, probe: PluginManifest.Probe, attempt: Int
    ) throws(PluginError) -> ProbeOutcome {
        let message: ResultMessage
        do throws(WireFault) {
            message = try ResultMessage(body)
        } catch {
            throw PluginError(.misbehaved, "a malformed result message: \(error)")
        }
        if call.cancellation != nil {
            if events.isOverLimit { throw events.fault ?? PluginError(.limit, "too many events") }
            throw cancellation(call, probe: probe, isAbandoned: false)
        }
        guard message.code == .ok else {
            if message.code == .deadline, MonotonicClock.now() &+ Self.deadlineSlack >= call.deadline {
                throw PluginError(.deadline, "\(probe.name) did not finish in time")
            }
            throw failure(message, probe: probe)
        }
        guard message.format == UInt32(OW_FMT_JSON) else {
            throw PluginError(.resultInvalid, "the result's format \(message.format) is not known")
        }
        guard message.eventCount == events.count else {
            throw PluginError(.misbehaved, "the runner sent \(events.count) events and counts \(message.eventCount)")
        }
        if let fault = events.fault { throw fault }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: message.result)
        } catch {
            throw PluginError(.resultInvalid, "the result of \(probe.name) is not JSON: \(error)", cause: error)
        }
        do throws(SchemaViolation) {
            try package.schema(probe.resultSchema)?.validate(value)
        } catch {
            throw PluginError(.resultInvalid, "the result of \(probe.name) is refused: \(error)", cause: error)
        }
        return ProbeOutcome(
            result: message.result, resultValue: value, events: events.events,
            durationNanoseconds: message.wallNanoseconds,
            cpuNanoseconds: message.cpuNanoseconds, pluginID: package.manifest.id,
            pluginVersion: package.manifest.version, probe: probe.name, attempt: attempt)
    }

    private func failure(_ message: ResultMessage, probe: PluginManifest.Probe) -> PluginError {
        let text = SafeText.line(message.failMessage)
        // The runner replaces a code that the ABI does not define by INTERNAL and says so in these words.
        let isUndefined = message.code == .internal && text.hasPrefix("run() returned the undefined code")
        guard message.code.isDefined, !isUndefined else {
            return PluginError(.misbehaved, text.isEmpty ? "the plugin returned \(message.code)" : text)
        }
        if message.code == .internal, text == "returned OW_OK without a result" {
            return PluginError(.misbehaved, "the plugin \(text)")
        }
        let code = message.failCode != .ok && message.failCode.isDefined ? message.failCode : message.code
        let detail = (try? JSONValue(parsing: message.failDetail))?.object == nil ? [] : message.failDetail
        return PluginError(
            .probeFailed, "\(probe.name) failed: \(code)\(text.isEmpty ? "" : ": " + text)",
            failure: .init(code: code, message: text, detail: detail))
    }

    private func cancellation(_ call: ProbeCall, probe: PluginManifest.Probe, isAbandoned: Bool) -> PluginError {
        let hint = isAbandoned ? "the plugin did not stop when it was told to; its runner was replaced" : nil
        switch call.cancellation {
        case .deadline: return PluginError(.deadline, "\(probe.name) did not finish in time", hint: hint)
        case .limit: return PluginError(.limit, "\(probe.name) sent too many events", hint: hint)
        default: return PluginError(.cancelled, "\(probe.name) was cancelled", hint: hint)
        }
    }
}

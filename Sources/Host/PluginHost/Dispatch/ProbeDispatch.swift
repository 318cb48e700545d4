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

    /// Throws a ``PluginError``. A crash is tried once more on a fresh runner if the probe is idempotent.
    func run(_ request: ProbeRequest) async throws -> ProbeOutcome {
        guard let plan = runner.plans.first(where: { $0.probe.name == request.probe }) else {
            throw PluginError(
                .notFound, "\(runner.package.manifest.id) has no probe \(SafeText.line(request.probe, limit: 64))")
        }
        let parameters = try checkedParameters(request.parameters, of: plan)
        let start = MonotonicClock.now()
        let patience = min(request.timeout ?? plan.probe.timeout, .seconds(86_400))
        let callerDeadline = start &+ patience.nanoseconds
        var attempt = max(1, request.attempt)
        let isLast = attempt &+ 1
        while true {
            do {
                let outcome = try await runOnce(
                    request, plan: plan, parameters: parameters, attempt: attempt, callerDeadline: callerDeadline)
                runner.count(succeeded: true, since: start)
                return outcome
            } catch let error as PluginError {
                // Not a call yet: its successor counts it.
                guard error.code != .superseded else { throw error }
                runner.count(succeeded: false, since: start)
                guard error.code == .crashed, plan.probe.isIdempotent, attempt < isLast, !Task.isCancelled,
                    MonotonicClock.now() < callerDeadline
                else { throw error }
                attempt += 1
            }
        }
    }

    private func checkedParameters(_ parameters: JSONValue, of plan: ProbePlan) throws(PluginError) -> [UInt8] {
        guard case .object = parameters else {
            throw PluginError(.parametersInvalid, "the parameters of \(plan.probe.name) are not a JSON object")
        }
        let text = parameters.encoded()
        guard let schema = plan.parametersSchema, !schema.scanner.accepts(text) else { return text }
        do throws(SchemaViolation) {
            try schema.validator.validate(parameters)
        } catch {
            throw PluginError(.parametersInvalid, "the parameters of \(plan.probe.name) are refused: \(error)")
        }
        return text
    }

    private func runOnce(
        _ request: ProbeRequest, plan: ProbePlan, parameters: [UInt8], attempt: Int, callerDeadline: UInt64
    ) async throws -> ProbeOutcome {
        // A runner may end between giving the place and taking the call, which then was not begun: ask the next one.
        for _ in 0..<Self.beginLimit {
            let place = try await runner.acquire(
                for: ProbePair(probe: plan.probe.name, hostID: request.hostID), deadline: callerDeadline)
            defer { runner.release(place) }
            let deadline = min(callerDeadline, MonotonicClock.now() &+ plan.probe.timeout.nanoseconds)
            let call = ProbeCall(
                probe: plan.index, pair: place.pair, deadline: deadline, onProgress: request.onProgress)
            let target = CallTarget.next()
            let body = runBody(
                request, plan: plan, parameters: parameters, attempt: attempt, target: target, deadline: deadline)
            guard let id = place.generation.begin(call, body: body) else { continue }
            let service = CallService(
                call: call, id: id, target: target, deadline: deadline, plan: plan, services: request.services,
                generation: place.generation)
            var events = EventCollector(kinds: plan.events)
            let finish = await withTaskCancellationHandler {
                await service.serve(&events)
            } onCancel: {
                place.generation.cancel(id, call, reason: .cancelled)
            }
            switch finish {
            case .failed(let error): throw error
            case .abandoned: throw cancellation(call, probe: plan.probe, isAbandoned: true)
            case .result(let body):
                return try accept(body, call: call, events: events, plan: plan, attempt: attempt)
            }
        }
        throw PluginError(.unavailable, "the plugin's runners end before they take the call")
    }

    private func runBody(
        _ request: ProbeRequest, plan: ProbePlan, parameters: [UInt8], attempt: Int, target: UInt64, deadline: UInt64
    ) -> [UInt8] {
        let previous =
            plan.probe.wantsPrevious
            ? request.previous.flatMap { $0.result.count <= Self.resultLimit ? $0 : nil } : nil
        var writer = WireWriter(reserving: 128 + parameters.count + (previous?.result.count ?? 0))
        writer.uint32(UInt32(plan.index))
        writer.uint64(target)
        writer.uint32(UInt32(clamping: attempt))
        writer.uint32(UInt32(OW_FMT_JSON))
        writer.uint64(deadline)
        writer.uint64(previous.map { UInt64(max(0, $0.collectedAt.microseconds)) &* 1_000 } ?? 0)
        writer.raw(plan.eventLimits[...])
        writer.field(parameters)
        writer.field(previous?.result ?? [])
        writer.field(request.correlationID.text)
        return writer.bytes
    }

    // MARK: - The result

    private func accept(
        _ body: [UInt8], call: ProbeCall, events: EventCollector, plan: ProbePlan, attempt: Int
    ) throws(PluginError) -> ProbeOutcome {
        let probe = plan.probe
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
        let value = try checkedResult(message.result, of: plan)
        return ProbeOutcome(
            result: message.result, resultValue: value, events: events.events,
            durationNanoseconds: message.wallNanoseconds, cpuNanoseconds: message.cpuNanoseconds,
            pluginID: plan.pluginID, pluginVersion: plan.pluginVersion, probe: probe.name, attempt: attempt)
    }

    /// The result's tree if it had to be built for the check, nil if not.
    private func checkedResult(_ result: [UInt8], of plan: ProbePlan) throws(PluginError) -> JSONValue? {
        if let schema = plan.resultSchema, schema.scanner.accepts(result) { return nil }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: result)
        } catch {
            throw PluginError(.resultInvalid, "the result of \(plan.probe.name) is not JSON: \(error)", cause: error)
        }
        do throws(SchemaViolation) {
            try plan.resultSchema?.validator.validate(value)
        } catch {
            throw PluginError(.resultInvalid, "the result of \(plan.probe.name) is refused: \(error)", cause: error)
        }
        return value
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

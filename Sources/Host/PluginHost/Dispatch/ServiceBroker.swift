import PluginABI
import RunnerWire

/// Serves what one call asks of the host, within what its manifest permits. The runner's words are not trusted.
struct ServiceBroker: Sendable {
    private static let keyLimit = 128
    private static let valueLimit = 256 * 1024
    private static let stdinLimit = 1 << 20
    private static let errorOutputLimit = 4 * 1024
    /// Chunks wait while more than this is unread by the runner.
    private static let streamWindow = 4 << 20

    let permissions: PluginManifest.Permissions
    let services: any ProbeTargetServices
    let target: UInt64
    /// Monotonic.
    let deadline: UInt64
    let sessions = SessionTable()
    let reveals = RevealBudget()
    let generation: RunnerGeneration

    /// The reply to a request; throws if the request itself breaks the wire's rules.
    func answer(_ message: WireMessage, call: ProbeCall) async throws(WireFault) {
        var reader = WireReader(message.body)
        let method = try reader.uint32()
        var reply = WireWriter()
        let code: ProbeCode
        if let reason = call.cancellation {
            code = reason
        } else {
            let result = try await serve(method, &reader, &reply, message)
            // What failed because the call was cancelled says so.
            code = result == .ok ? .ok : call.cancellation ?? result
        }
        var writer = WireWriter(reserving: reply.bytes.count + 8)
        writer.int32(code.rawValue)
        if code == .ok || method == UInt32(OW_WIRE_SSH_OPEN) {
            // A failed open still names its handle.
            if reply.bytes.isEmpty, method == UInt32(OW_WIRE_SSH_OPEN) { reply.uint64(0) }
            writer.raw(reply.bytes[...])
        }
        // Before the reply: the runner may ask again as soon as it has it.
        call.requestAnswered()
        generation.send(
            WireMessage(.serviceReply, call: message.call, sequence: message.sequence, body: writer.bytes))
    }

    /// Gives every session back.
    func close() async {
        for entry in sessions.removeAll() { await entry.session?.close() }
    }

    private func serve(
        _ method: UInt32, _ reader: inout WireReader, _ reply: inout WireWriter, _ message: WireMessage
    ) async throws(WireFault) -> ProbeCode {
        let service =
            method == UInt32(OW_WIRE_SECRET_REVEAL)
            ? OW_SECRET_V1 : method >= UInt32(OW_WIRE_KV_GET) ? OW_KV_V1 : OW_SSH_V1
        guard permissions.services.contains(service) else { return ProbeCode.denied }
        return switch Int(method) {
        case Int(OW_WIRE_SSH_OPEN): try await open(&reader, &reply)
        case Int(OW_WIRE_SSH_INFO): try info(&reader, &reply)
        case Int(OW_WIRE_SSH_EXEC): try await execute(&reader, &reply, stream: nil)
        case Int(OW_WIRE_SSH_EXEC_STREAM): try await execute(&reader, &reply, stream: message)
        case Int(OW_WIRE_SSH_READ_FILE): try await readFile(&reader, &reply)
        case Int(OW_WIRE_SSH_COLLECT): try await collect(&reader, &reply)
        case Int(OW_WIRE_SSH_CLOSE): try await close(&reader)
        case Int(OW_WIRE_KV_GET): try await get(&reader, &reply)
        case Int(OW_WIRE_KV_PUT): try await put(&reader)
        case Int(OW_WIRE_SECRET_REVEAL): try reveal(&reader, &reply)
        default: throw WireFault("a request for the unknown method \(method)")
        }
    }

    private func open(_ reader: inout WireReader, _ reply: inout WireWriter) async throws(WireFault) -> ProbeCode {
        let target = try reader.uint64()
        let flags = try reader.uint32()
        let timeout = try reader.uint64()
        try reader.finish()
        guard target == self.target, flags & ~UInt32(OW_SSH_FRESH) == 0 else { return .argument }
        let span = timeout == 0 ? nil : Duration(wireNanoseconds: min(timeout, remaining))
        let result = await services.openSSH(fresh: flags & UInt32(OW_SSH_FRESH) != 0, timeout: span)
        guard let handle = sessions.add(.init(session: result.session, info: result.info)) else {
            await result.session?.close()
            return .limit
        }
        reply.uint64(handle)
        return result.session == nil && result.code == .ok ? .internal : result.code
    }

    private func info(_ reader: inout WireReader, _ reply: inout WireWriter) throws(WireFault) -> ProbeCode {
        let handle = try reader.uint64()
        try reader.finish()
        guard let entry = sessions.entry(handle) else { return .argument }
        entry.info.write(to: &reply)
        return .ok
    }

    private func close(_ reader: inout WireReader) async throws(WireFault) -> ProbeCode {
        let handle = try reader.uint64()
        try reader.finish()
        guard let entry = sessions.remove(handle) else { return .argument }
        await entry.session?.close()
        return .ok
    }

    private func execute(
        _ reader: inout WireReader, _ reply: inout WireWriter, stream: WireMessage?
    ) async throws(WireFault) -> ProbeCode {
        let handle = try reader.uint64()
        let id = try reader.optionalText()
        let arguments = try reader.optionalTexts()
        let stdin = try reader.bytes(limit: WireMessage.limit)
        let timeout = try reader.uint64()
        let maxStdout = try reader.uint64()
        let maxStderr = try reader.uint64()
        try reader.finish()
        guard let entry = sessions.entry(handle), let id, let arguments else { return .argument }
        guard stdin.count <= Self.stdinLimit else { return .limit }
        guard let session = entry.session else { return .state }
        guard let permitted = permissions.commands[id] else { return .denied }
        let commandLine: String
        do throws(TemplateFault) {
            commandLine = try permitted.template.render(arguments)
        } catch {
            return .denied
        }
        let command = ProbeCommand(
            commandLine: commandLine, stdin: stdin, sudo: permitted.sudo,
            timeout: span(timeout, atMost: permitted.timeout), maxStdout: cap(maxStdout, permitted.maxStdout),
            maxStderr: cap(maxStderr, permitted.maxStderr))
        do throws(ProbeServiceError) {
            let result = try await session.execute(command, onChunk: stream.map(chunkSender))
            write(result, of: command, to: &reply, isStreamed: stream != nil)
            return .ok
        } catch {
            return error.code
        }
    }

    private func write(
        _ result: ProbeCommandResult, of command: ProbeCommand, to reply: inout WireWriter, isStreamed: Bool
    ) {
        let isStdoutCut = result.isStdoutTruncated || result.stdout.count > command.maxStdout
        let isStderrCut = result.isStderrTruncated || result.stderr.count > command.maxStderr
        reply.int32(result.exitCode)
        reply.int32(result.privilege.rawValue)
        reply.uint32((isStdoutCut ? 1 : 0) | (isStderrCut ? 2 : 0))
        reply.uint64(result.wallNanoseconds)
        reply.field(String(result.signal.prefix(32)))
        reply.field(isStreamed ? [] : result.stdout.prefix(command.maxStdout))
        reply.field(isStreamed ? [] : result.stderr.prefix(command.maxStderr))
    }

    private func chunkSender(_ message: WireMessage) -> @Sendable (Int, [UInt8]) async -> Void {
        { [generation] stream, chunk in
            while generation.process.queuedBytes > Self.streamWindow, !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(5))
            }
            var writer = WireWriter(reserving: chunk.count + 8)
            writer.uint32(UInt32(clamping: stream))
            writer.field(chunk)
            generation.send(
                WireMessage(.serviceChunk, call: message.call, sequence: message.sequence, body: writer.bytes))
        }
    }

    private func readFile(_ reader: inout WireReader, _ reply: inout WireWriter) async throws(WireFault) -> ProbeCode {
        let handle = try reader.uint64()
        let path = try reader.optionalText()
        let wanted = try reader.uint64()
        try reader.finish()
        guard let entry = sessions.entry(handle), let path else { return .argument }
        guard let session = entry.session else { return .state }
        let limits = permissions.reads.filter { $0.glob.matches(path) }.map(\.maxBytes)
        guard let permitted = limits.max() else { return .denied }
        let limit = cap(wanted, permitted)
        let command = ProbeCommand(
            commandLine: "cat -- " + ShellQuoting.quote(path), stdin: [], sudo: .never,
            timeout: span(0, atMost: .seconds(30)), maxStdout: limit, maxStderr: Self.errorOutputLimit)
        do throws(ProbeServiceError) {
            let result = try await session.execute(command, onChunk: nil)
            guard !result.isStdoutTruncated, result.stdout.count <= limit else { return .limit }
            guard result.exitCode == 0 else { return Self.readFailure(result.stderr) }
            reply.field(result.stdout)
            return .ok
        } catch {
            return error.code
        }
    }

    /// What `cat` complains about, in the words that its implementations share.
    private static func readFailure(_ stderr: [UInt8]) -> ProbeCode {
        let text = String(decoding: stderr, as: UTF8.self)
        if text.contains("No such file") { return .notFound }
        return text.contains("ermission denied") ? .denied : .io
    }

    private func collect(_ reader: inout WireReader, _ reply: inout WireWriter) async throws(WireFault) -> ProbeCode {
        let handle = try reader.uint64()
        let timeout = try reader.uint64()
        let ids = try reader.optionalTexts()
        try reader.finish()
        guard let entry = sessions.entry(handle), let ids, ids.count <= 256 else { return .argument }
        guard let session = entry.session else { return .state }
        var wanted: [PluginManifest.Section] = ids.isEmpty ? permissions.sections : []
        for id in ids {
            guard let section = permissions.sections.first(where: { $0.id == id }) else { return .denied }
            wanted.append(section)
        }
        let sections = wanted.map { section in
            ProbeSection(
                id: section.id, part: section.part, timeoutSeconds: Double(section.timeout.nanoseconds) / 1e9,
                maxBytes: section.maxBytes, command: section.command)
        }
        let span = timeout == 0 ? nil : Duration(wireNanoseconds: min(timeout, remaining))
        do throws(ProbeServiceError) {
            let result = try await session.collect(sections, timeout: span)
            guard result.entries.map(\.id) == sections.map(\.id) else { return .internal }
            reply.int32(result.privilege.rawValue)
            reply.uint64(result.wallNanoseconds)
            reply.field(String(result.refusal.prefix(1_024)))
            reply.uint32(UInt32(result.entries.count))
            for (entry, section) in zip(result.entries, sections) {
                let isCut = entry.output.count > section.maxBytes
                reply.int32(isCut ? ProbeCollection.Verdict.truncated.rawValue : entry.verdict.rawValue)
                reply.int32(entry.exitCode)
                reply.field(entry.id)
                reply.field(entry.output.prefix(section.maxBytes))
                reply.field(entry.errorOutput.prefix(Self.errorOutputLimit))
            }
            return .ok
        } catch {
            return error.code
        }
    }

    private func get(_ reader: inout WireReader, _ reply: inout WireWriter) async throws(WireFault) -> ProbeCode {
        let key = try reader.optionalText()
        try reader.finish()
        guard let key, (1...Self.keyLimit).contains(key.utf8.count) else { return .argument }
        do throws(ProbeServiceError) {
            guard let stored = try await services.value(forKey: key) else { return .notFound }
            reply.uint64(stored.version)
            reply.field(stored.value)
            return .ok
        } catch {
            return error.code
        }
    }

    private func put(_ reader: inout WireReader) async throws(WireFault) -> ProbeCode {
        let key = try reader.optionalText()
        let value = try reader.bytes(limit: WireMessage.limit)
        let version = try reader.uint64()
        let timeToLive = try reader.uint64()
        try reader.finish()
        guard let key, (1...Self.keyLimit).contains(key.utf8.count) else { return .argument }
        guard value.count <= Self.valueLimit else { return .limit }
        let expected: StoredVersion = version == UInt64.max ? .any : version == 0 ? .absent : .version(version)
        do throws(ProbeServiceError) {
            try await services.store(
                value, forKey: key, expecting: expected,
                timeToLive: timeToLive == 0 ? nil : Duration(wireNanoseconds: timeToLive))
            return .ok
        } catch {
            return error.code
        }
    }

    private func reveal(_ reader: inout WireReader, _ reply: inout WireWriter) throws(WireFault) -> ProbeCode {
        let handle = try reader.optionalText()
        let capacity = try reader.uint64()
        try reader.finish()
        guard reveals.take() else { return .limit }
        return handle.map { generation.reveal($0, capacity: capacity, into: &reply) } ?? .notFound
    }

    private var remaining: UInt64 {
        let now = MonotonicClock.now()
        return deadline > now ? deadline - now : 1
    }

    /// What was asked for, within what is permitted and what is left of the call. 0 asks for all that is permitted.
    private func span(_ wanted: UInt64, atMost permitted: Duration) -> Duration {
        let limit = min(permitted.nanoseconds, remaining)
        return Duration(wireNanoseconds: wanted == 0 ? limit : min(wanted, limit))
    }

    private func cap(_ wanted: UInt64, _ permitted: Int) -> Int {
        wanted == 0 ? permitted : Int(min(wanted, UInt64(permitted)))
    }
}

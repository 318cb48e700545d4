import Glibc
import PluginABI

/// What became of a configuration that a running plugin was handed.
enum ReconfigurationOutcome: Sendable {
    case accepted
    /// In the plugin's own words, or because it crashed or hung over it.
    case refused(PluginError)
    /// It was not asked, or has no function for that: a new runner can still try.
    case impossible(PluginError)
}

/// Another configuration for a plugin that runs.
extension RunnerGeneration {
    struct Reconfiguration: Sendable {
        let handles: SecretHandles
        let done: @Sendable (ReconfigurationOutcome) -> Void
    }

    /// Whether the plugin runs and has a `configure`.
    var canConfigure: Bool { state.withLockedValue { $0.phase == .ready && $0.canConfigure } }

    /// Asks the plugin to go on with another configuration. No call may be in flight, and none may begin until `done`
    /// is called, which is once.
    func configure(_ handles: SecretHandles, done: @escaping @Sendable (ReconfigurationOutcome) -> Void) {
        let isAsked = state.withLockedValue { state -> Bool in
            guard state.phase == .ready, state.endBy == nil, state.canConfigure, state.reconfiguration == nil else {
                return false
            }
            state.reconfiguration = Reconfiguration(handles: handles, done: done)
            return true
        }
        guard isAsked else {
            done(.impossible(PluginError(.unavailable, "the plugin's runner takes no configuration")))
            return
        }
        guard process.send(WireMessage(.configure, body: Self.body(handles.text))) else {
            endReconfiguration(PluginError(.unavailable, "the plugin's runner has ended"), wasAsked: true)
            return
        }
        expectNextStep()
    }

    /// CONFIGURED: the plugin's answer.
    func receiveConfigured(_ reader: inout WireReader) throws(WireFault) {
        let code = ProbeCode(rawValue: try reader.int32())
        let message = SafeText.line(configuration.cleaned(try reader.bytes(limit: WireMessage.limit)), limit: 1_024)
        try reader.finish()
        guard let change = takeReconfiguration() else { throw WireFault("CONFIGURED out of turn") }
        switch code {
        case .ok:
            configuration.use(change.handles)
            change.done(.accepted)
        case .unsupported, .state:
            change.done(.impossible(PluginError(.unavailable, "the plugin takes no configuration while it runs")))
        default:
            change.done(
                .refused(
                    PluginError(
                        .unavailable,
                        "the plugin refused the configuration: \(code)\(message.isEmpty ? "" : ": " + message)",
                        failure: .init(code: code, message: message, detail: []))))
        }
    }

    /// The process is gone: it cannot answer any more.
    func endReconfiguration(_ error: PluginError, wasAsked: Bool) {
        takeReconfiguration()?.done(wasAsked ? .impossible(error) : .refused(error))
    }

    private func takeReconfiguration() -> Reconfiguration? {
        state.withLockedValue { state in
            defer { state.reconfiguration = nil }
            if state.reconfiguration != nil { state.stepDeadline = .max }
            return state.reconfiguration
        }
    }

    static func lateness(isReady: Bool, _ limit: Duration) -> PluginError {
        isReady
            ? PluginError(.misbehaved, "the plugin did not take its configuration within \(limit)")
            : PluginError(.unavailable, "the plugin was not ready within \(limit)")
    }

    /// The body of CREATE and CONFIGURE.
    static func body(_ configuration: [UInt8]) -> [UInt8] {
        var writer = WireWriter(reserving: configuration.count + 8)
        writer.uint32(UInt32(OW_FMT_JSON))
        writer.field(configuration)
        return writer.bytes
    }
}

/// The secrets of the configuration.
extension RunnerGeneration {
    static let leak = PluginError(
        .misbehaved, "the plugin's answer has a secret of its configuration in it and was thrown away",
        hint: "results, events and errors must not repeat secrets")

    /// Writes the reply to a plugin that asks for a secret: its length, and itself if the plugin has room for it.
    func reveal(_ handle: String, capacity: UInt64, into reply: inout WireWriter) -> ProbeCode {
        guard let (secret, isFirst) = configuration.secret(handle) else {
            if configuration.noteGuess() { report(self, .secretRefused) }
            return .notFound
        }
        guard var bytes = try? configuration.bytes(of: secret), bytes.count <= PluginConfiguration.secretLimit else {
            logger.error("a secret of the plugin cannot be read", metadata: ["place": "\(secret.pointer)"])
            return .internal
        }
        meter.revealed()
        if isFirst { report(self, .secretRevealed(pointer: secret.pointer)) }
        reply.uint64(UInt64(bytes.count))
        reply.field(UInt64(bytes.count) <= capacity ? bytes : [])
        bytes.withUnsafeMutableBytes { area in
            if let base = area.baseAddress { explicit_bzero(base, area.count) }
        }
        return .ok
    }
}

/// A change of the runner that serves a plugin: to another version, to another configuration, or to a fresh process.
///
/// The new runner starts beside the old one. Until it has proved itself, a fault of its own takes the plugin back to the
/// old one, which has served everything else meanwhile.
struct PluginUpgrade: Sendable {
    enum Kind: Sendable {
        /// Proves itself with the plugin's first calls.
        case version
        /// Proves itself by starting.
        case configuration, restart
    }

    let kind: Kind
    let candidate: PluginRunner
    /// Monotonic; at this time a candidate without a fault is taken.
    let decideAt: UInt64
    /// Calls that were sent to the candidate, and those of them that it served.
    var sent = 0
    var served = 0
    /// Told how it ended.
    var waiters: [CheckedContinuation<Void, any Error>] = []

    /// Whether another call goes to the candidate.
    func takesCall(of timing: RunnerTiming) -> Bool {
        kind == .version && candidate.isReady && sent < timing.canaryCalls
    }

    /// Whether the candidate has shown enough.
    func isProved(now: UInt64, timing: RunnerTiming) -> Bool {
        guard candidate.isReady else { return false }
        return kind != .version || served >= timing.canaryCalls || now >= decideAt
    }

    /// Whether an error of a call speaks against the plugin's code and not against the host that was probed.
    static func isFault(_ error: PluginError) -> Bool {
        [.crashed, .misbehaved, .resultInvalid, .identity, .abi, .quarantined].contains(error.code)
    }
}

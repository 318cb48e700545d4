import NIOConcurrencyHelpers

/// The sandbox of one runner from the host's side: what was asked for, what took effect, what ran into it.
final class SandboxWatch: Sendable {
    /// Different refused calls of one runner that are reported.
    private static let violationLimit = 32

    private struct State {
        var account: RunnerAccounts.Account?
        var report: SandboxReport?
        var violations: Set<String> = []
        /// The refused call that ended the process.
        var fatalCall: String?
        /// The signal that was caught, and where in the plugin.
        var crash: (signal: Int32, place: String)?
    }

    private let policy: SandboxPolicy
    /// Threads that the plugin's own user may have: those of calls, and room for a language's runtime.
    private let threads: UInt32
    private let state = NIOLockedValueBox(State())

    init(_ policy: SandboxPolicy, maxConcurrent: Int) {
        self.policy = policy
        threads = UInt32(maxConcurrent) + 128
    }

    /// What took effect; nil before the runner has said so.
    var report: SandboxReport? { state.withLockedValue(\.report) }

    /// The end of the HELLO: what the runner must give up. Takes an account, which ``ended()`` gives back. Throws
    /// `sandbox` if there is none.
    func demands() throws(PluginError) -> [UInt8] {
        let account = try RunnerAccounts.shared.take(named: policy.account)
        state.withLockedValue { $0.account = account }
        var writer = WireWriter(reserving: 16)
        writer.uint32(UInt32(clamping: policy.minimumLevel))
        writer.uint32(account?.userID ?? 0)
        writer.uint32(account?.groupID ?? 0)
        writer.uint32(account?.isOwn == true ? threads : 0)
        return writer.bytes
    }

    /// Takes the body of a SANDBOX. Only the first one comes before the plugin's code; another is the plugin's.
    func receive(_ reader: inout WireReader) throws(WireFault) {
        let level = try reader.uint32()
        let flags = try reader.uint32()
        let landlockABI = try reader.uint32()
        let userID = try reader.uint32()
        try reader.finish()
        let report = SandboxReport(level: level, flags: flags, landlockABI: landlockABI, userID: userID)
        let isFirst = state.withLockedValue { state -> Bool in
            defer { if state.report == nil { state.report = report } }
            return state.report == nil
        }
        guard isFirst else { throw WireFault("a second SANDBOX") }
    }

    /// Keeps a record; returns what to tell of it, once for each system call.
    func note(_ report: RunnerReport) -> String? {
        state.withLockedValue { state in
            switch report {
            case .denied(let number, let name, let isFatal):
                let call = name.isEmpty ? "\(number)" : name
                if isFatal { state.fatalCall = "system call \(number)" + (name.isEmpty ? "" : " (\(name))") }
                guard state.violations.count < Self.violationLimit, state.violations.insert(call).inserted else {
                    return nil
                }
                return "syscall \(call) denied"
            case .crash(let signal, let offset, let isInPlugin):
                // An address in a library is of no use to a reader who does not know where that was loaded.
                if isInPlugin { state.crash = (signal, "plugin.so+0x" + String(offset, radix: 16)) }
                return nil
            }
        }
    }

    /// An exit with what was reported about it.
    func explain(_ exit: RunnerExit) -> RunnerExit {
        state.withLockedValue { state in
            if exit.signal == RunnerExit.refusedCall {
                let unknown = "a refused system call, made with SIGSYS blocked"
                return RunnerExit(code: exit.code, signal: exit.signal, violation: state.fatalCall ?? unknown)
            }
            guard let crash = state.crash, crash.signal == exit.signal else { return exit }
            return RunnerExit(code: exit.code, signal: exit.signal, place: crash.place)
        }
    }

    /// The process is gone.
    func ended() {
        let account = state.withLockedValue { state -> RunnerAccounts.Account? in
            defer { state.account = nil }
            return state.account
        }
        if let account { RunnerAccounts.shared.giveBack(account) }
    }
}

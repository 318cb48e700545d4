import Glibc

/// How a runner process ended.
package struct RunnerExit: Sendable, Hashable, CustomStringConvertible {
    /// -1 if a signal ended it.
    package let code: Int32
    /// 0 if it exited.
    package let signal: Int32

    /// Where a signal hit, as "plugin.so+0x1234"; nil if that was not told.
    package let place: String?
    /// The system call that the sandbox ended it for; nil if that was not why.
    package let violation: String?

    package init(code: Int32, signal: Int32, place: String? = nil, violation: String? = nil) {
        self.code = code
        self.signal = signal
        self.place = place
        self.violation = violation
    }

    /// The signal by which the sandbox ends a process.
    static let refusedCall = SIGSYS

    /// "signal 11 (SIGSEGV) at plugin.so+0x1234", "exit code 3", "sandbox violation: system call 101 (ptrace)".
    package var description: String {
        if let violation { return "sandbox violation: \(violation)" }
        return ending + (place.map { " at \($0)" } ?? "")
    }

    private var ending: String {
        guard signal != 0 else { return "exit code \(code)" }
        guard let name = Self.names[signal] else { return "signal \(signal)" }
        return "signal \(signal) (\(name))"
    }

    private static let names: [Int32: String] = [
        SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL", SIGKILL: "SIGKILL",
        SIGSEGV: "SIGSEGV", SIGSYS: "SIGSYS", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXCPU: "SIGXCPU",
    ]
}

extension PluginError {
    /// What the end of a runner means for its calls.
    ///
    /// - Parameters:
    ///   - exit: nil if it did not start.
    ///   - fault: what the host ended it for.
    init(end exit: RunnerExit?, fault: String?, wasReady: Bool) {
        guard let exit else {
            self.init(
                .runnerMissing, fault ?? "the runner did not start",
                hint: "check that openwatch-probe-runner is installed and executable")
            return
        }
        if let fault {
            self.init(.misbehaved, fault)
        } else {
            let place = wasReady ? "" : " while it started"
            self.init(.crashed, "the plugin's runner ended\(place): \(exit)", crash: exit)
        }
    }
}

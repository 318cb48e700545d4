import Glibc

/// How a runner process ended.
package struct RunnerExit: Sendable, Hashable, CustomStringConvertible {
    /// -1 if a signal ended it.
    package let code: Int32
    /// 0 if it exited.
    package let signal: Int32

    package init(code: Int32, signal: Int32) {
        self.code = code
        self.signal = signal
    }

    /// "signal 11 (SIGSEGV)", "exit code 3".
    package var description: String {
        guard signal != 0 else { return "exit code \(code)" }
        guard let name = Self.names[signal] else { return "signal \(signal)" }
        return "signal \(signal) (\(name))"
    }

    private static let names: [Int32: String] = [
        SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL", SIGKILL: "SIGKILL",
        SIGSEGV: "SIGSEGV", SIGSYS: "SIGSYS", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXCPU: "SIGXCPU",
    ]
}

import Glibc

/// What a signal is called.
enum SignalName {
    private static let names: [Int32: String] = [
        SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL", SIGKILL: "SIGKILL",
        SIGSEGV: "SIGSEGV",
        SIGSYS: "SIGSYS", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXCPU: "SIGXCPU", SIGPIPE: "SIGPIPE",
        SIGALRM: "SIGALRM", SIGHUP: "SIGHUP", SIGINT: "SIGINT",
    ]

    static func of(_ signal: Int32) -> String { names[signal] ?? "signal \(signal)" }
}

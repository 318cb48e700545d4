/// Calls beside each other, and what of the process belongs to the host.
enum ProcessCases {
    static let all: [ConformanceCase] = [
        .init("parallel.results", "calls beside each other have the results they have alone", .execution, .basic),
        .init("parallel.cookies", "no call's answers turn up in another call's result", .execution, .basic),
        .init("parallel.cancel-some", "cancelling some calls leaves the others alone"),
        .init("parallel.instances", "instances beside each other do not mix"),
        .init("state.signals", "the handling of signals is not changed", .execution, .basic),
        .init("state.signal-mask", "the signal mask is not changed"),
        .init("state.locale", "the locale is not changed", .execution, .basic),
        .init("state.umask", "the umask is not changed"),
        .init("state.directory", "the working directory is not changed", .execution, .basic),
        .init("state.environment", "the environment is not changed", .execution, .basic),
        .init("state.output", "nothing is written to standard output or error", .execution, .basic),
        .init("state.limits", "the resource limits are not changed"),
        .init("state.files", "no file stays open", .execution, .basic),
        .init("state.threads", "no thread stays behind"),
        .init("state.children", "no child process stays behind", .execution, .basic),
        .init("state.float", "the floating-point modes are not changed"),
        .init("state.timers", "no timer is left running"),
        .init("state.scheduling", "priority and scheduling are not changed"),
    ]
}

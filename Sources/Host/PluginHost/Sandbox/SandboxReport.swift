import RunnerWire

/// What of the sandbox took effect around one runner, as it said before any code of its plugin ran.
package struct SandboxReport: Sendable, Hashable {
    /// What keeps a plugin off the network.
    package enum NetworkBarrier: String, Sendable, Hashable {
        /// The system call filter refuses sockets.
        case systemCalls = "seccomp"
        /// Landlock refuses TCP, and abstract sockets from ABI 6 on.
        case landlock
    }

    /// 3: everything; 2: the filter, and either Landlock or a user of its own; 1: the filter alone; 0: limits alone.
    package let level: Int
    /// 0 where the kernel has no Landlock.
    package let landlockABI: Int
    /// The system calls of the plugin are filtered.
    package let hasSystemCallFilter: Bool
    /// No file but the system's libraries can be opened, and none at all once the plugin is loaded.
    package let confinesFiles: Bool
    /// Runs as a user that no other process of the server has.
    package let hasOwnAccount: Bool
    package let userID: UInt32
    package let networkBarriers: [NetworkBarrier]

    init(level: UInt32, flags: UInt32, landlockABI: UInt32, userID: UInt32) {
        func has(_ flag: Int) -> Bool { flags & UInt32(flag) != 0 }
        self.level = Int(level)
        self.landlockABI = Int(landlockABI)
        self.userID = userID
        hasSystemCallFilter = has(OW_WIRE_SANDBOX_SYSCALLS)
        confinesFiles = has(OW_WIRE_SANDBOX_FILES)
        hasOwnAccount = has(OW_WIRE_SANDBOX_OWN_ACCOUNT)
        var barriers: [NetworkBarrier] = []
        if hasSystemCallFilter { barriers.append(.systemCalls) }
        if has(OW_WIRE_SANDBOX_TCP_RULES) { barriers.append(.landlock) }
        networkBarriers = barriers
    }
}

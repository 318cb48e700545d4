package import PluginKit

/// What came of running `true` as root.
package struct PrivilegeCheck: Sendable, Hashable {
    package let attempted: Bool
    package let passed: Bool
    /// How root was reached. `.none` unless the check passed.
    package let privilege: Privilege
    package let nanoseconds: UInt64?
    /// Machine word of the failure: "privilege_denied", "timeout", "exec_failed" or "connection_lost".
    package let errorCode: String?
    package let message: String?

    /// Not asked for, or no session to ask over.
    package static let skipped = PrivilegeCheck(
        attempted: false, passed: false, privilege: .none, nanoseconds: nil, errorCode: nil, message: nil)

    private init(
        attempted: Bool, passed: Bool, privilege: Privilege, nanoseconds: UInt64?, errorCode: String?, message: String?
    ) {
        self.attempted = attempted
        self.passed = passed
        self.privilege = privilege
        self.nanoseconds = nanoseconds
        self.errorCode = errorCode
        self.message = message
    }

    package init(exitCode: Int32, privilege: Privilege, nanoseconds: UInt64) {
        // Exit 0 without root would mean that the host ran the command plainly: no proof of anything.
        let passed = exitCode == 0 && privilege != .none
        self.init(
            attempted: true, passed: passed, privilege: passed ? privilege : .none, nanoseconds: nanoseconds,
            errorCode: passed ? nil : "privilege_denied",
            message: passed ? nil : "The command could not be run as root (exit code \(exitCode)).")
    }

    package init(result: CommandResult) {
        self.init(exitCode: result.exitCode, privilege: result.privilege, nanoseconds: result.wallNanoseconds)
    }

    package init(failure: ProbeFailure, nanoseconds: UInt64) {
        let code =
            switch failure.code {
            case .denied: "privilege_denied"
            case .deadline: "timeout"
            case .io, .unreachable: "connection_lost"
            default: "exec_failed"
            }
        self.init(
            attempted: true, passed: false, privilege: .none, nanoseconds: nanoseconds, errorCode: code,
            message: failure.message)
    }
}

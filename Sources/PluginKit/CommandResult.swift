/// With which rights a command ran.
public enum Privilege: Int32, Sendable, Hashable {
    case none = 0
    case root = 1
    case sudo = 2
    case sudoPassword = 3
}

/// What a command gave.
public struct CommandResult: Sendable, Hashable {
    /// -1 if a signal ended it.
    public var exitCode: Int32
    /// Its name without "SIG", empty if none.
    public var signal: String
    public var privilege: Privilege
    public var stdout: [UInt8]
    public var stderr: [UInt8]
    public var stdoutTruncated: Bool
    public var stderrTruncated: Bool
    public var wallNanoseconds: UInt64

    public init(
        exitCode: Int32, signal: String = "", privilege: Privilege = .none, stdout: [UInt8] = [], stderr: [UInt8] = [],
        stdoutTruncated: Bool = false, stderrTruncated: Bool = false, wallNanoseconds: UInt64 = 0
    ) {
        self.exitCode = exitCode
        self.signal = signal
        self.privilege = privilege
        self.stdout = stdout
        self.stderr = stderr
        self.stdoutTruncated = stdoutTruncated
        self.stderrTruncated = stderrTruncated
        self.wallNanoseconds = wallNanoseconds
    }
}

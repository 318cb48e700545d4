/// The two output streams of a command.
package enum SSHStream: Sendable {
    case stdout
    case stderr
}

/// What a remote command left behind. A non-zero exit is a result, not an error.
package struct SSHCommandResult: Sendable {
    /// Nil when a signal ended the command or its output was cut off before it ended.
    package var exitCode: Int32?
    /// The signal's name without `SIG`.
    package var signal: String?
    package var stdout: [UInt8]
    package var stderr: [UInt8]
    package var stdoutTruncated: Bool
    package var stderrTruncated: Bool
    /// Nanoseconds from opening the channel to its end.
    package var duration: UInt64

    package init(
        exitCode: Int32?,
        signal: String? = nil,
        stdout: [UInt8] = [],
        stderr: [UInt8] = [],
        stdoutTruncated: Bool = false,
        stderrTruncated: Bool = false,
        duration: UInt64 = 0
    ) {
        self.exitCode = exitCode
        self.signal = signal
        self.stdout = stdout
        self.stderr = stderr
        self.stdoutTruncated = stdoutTruncated
        self.stderrTruncated = stderrTruncated
        self.duration = duration
    }
}

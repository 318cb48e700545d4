/// Bounds of one command.
package struct SSHLimits: Sendable {
    /// From the call to the result; beyond it the session is closed, because the remote command cannot be stopped.
    package var timeout: Duration
    /// Bytes of standard output kept. A command that prints much more is cut off.
    package var maxStdout: Int
    /// Bytes of standard error kept.
    package var maxStderr: Int

    package init(timeout: Duration = .seconds(10), maxStdout: Int = 1 << 20, maxStderr: Int = 64 << 10) {
        self.timeout = timeout
        self.maxStdout = maxStdout
        self.maxStderr = maxStderr
    }
}

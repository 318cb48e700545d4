import NIOConcurrencyHelpers

/// A logged-in session, borrowed from the engine's pool until it is released or dropped.
///
/// Commands run one after the other. An operation that fails, times out or is cancelled closes the session; a released
/// session in good order is reused for the same host and credential.
package final class SSHSession: Sendable {
    private let connection: SSHConnection
    private let pool: SSHSessionPool
    private let isReleased = NIOLockedValueBox(false)

    init(connection: SSHConnection, pool: SSHSessionPool) {
        self.connection = connection
        self.pool = pool
    }

    deinit {
        release()
    }

    /// How the session was reached; `reached` becomes `session` with the first command.
    package var report: SSHConnectReport { connection.report }

    /// Runs one command under the user's login shell.
    ///
    /// Throws `timeout`, `disconnected`, `channelFailed`, `cancelled` or `invalidRequest`.
    package func execute(
        _ command: String, stdin: [UInt8] = [], limits: SSHLimits = SSHLimits()
    ) async throws(SSHError) -> SSHCommandResult {
        try await usable().execute(command, input: stdin, limits: limits)
    }

    /// Like ``execute(_:stdin:limits:)``, handing over output as it comes; the result carries none.
    ///
    /// Nothing more is read from the host until `onChunk` returns.
    package func executeStreaming(
        _ command: String,
        stdin: [UInt8] = [],
        limits: SSHLimits = SSHLimits(),
        onChunk: @escaping @Sendable (SSHStream, [UInt8]) async -> Void
    ) async throws(SSHError) -> SSHCommandResult {
        try await usable().execute(command, input: stdin, limits: limits, onChunk: onChunk)
    }

    /// Runs one simple command (no pipes: write `sh -c '…'` for those) as root as far as `policy` allows.
    ///
    /// The password goes out only after sudo asked for it, and at most once; a password that was rejected is not tried
    /// again with this credential version. With `need: .required`, refusals are thrown as `sudoDenied`,
    /// `sudoPasswordRejected` or `sudoUnavailable`; with `.ifNeeded` the command then runs as the login user.
    package func executeWithPrivilege(
        _ command: String, policy: SudoPolicy, limits: SSHLimits = SSHLimits()
    ) async throws(SSHError) -> (result: SSHCommandResult, mode: PrivilegeMode) {
        try await usable().executeWithPrivilege(command, policy: policy, limits: limits)
    }

    /// Asks all of a plan's questions over one channel.
    ///
    /// Returns one entry per section, whatever happens after the remote shell has started; throws when it did not, or
    /// for a plan out of bounds.
    package func collect(_ plan: CollectionPlan) async throws(SSHError) -> CollectionResult {
        try await usable().collect(plan)
    }

    /// Returns the session to the pool. Further calls on it fail; releasing twice does nothing.
    package func release() {
        let isFirst = isReleased.withLockedValue { released in
            defer { released = true }
            return !released
        }
        if isFirst { pool.giveBack(connection) }
    }

    private func usable() throws(SSHError) -> SSHConnection {
        if isReleased.withLockedValue({ $0 }) {
            throw SSHError(.disconnected, "the session was released")
        }
        return connection
    }
}

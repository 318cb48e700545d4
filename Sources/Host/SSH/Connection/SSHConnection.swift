import CSSH2
import Glibc
import NIOConcurrencyHelpers

/// One connection to one host, from name lookup to the last command.
///
/// An actor on its loop's executor: every await below is a wait for the socket, a deadline or cancellation. Commands
/// on one connection run one after the other. Any failure in the middle of a conversation closes the connection,
/// because the remote side cannot be put back into a known state.
actor SSHConnection {
    /// What all connections of an engine share.
    struct Environment: Sendable {
        let hostKeys: any HostKeyStore
        let resolvers: BlockingWorkers
        let keyWorkers: BlockingWorkers
        let keys: PrivateKeyCache
        let rejections: SudoRejections
        let keepaliveSeconds: Int
    }

    /// What other threads may look at.
    private struct Visible {
        var report = SSHConnectReport()
        var isBroken = false
    }

    /// What a server may send before it has let us in.
    private static let maxBytesBeforeLogin: UInt64 = 1 << 20

    static let banner = "SSH-2.0-OpenWatch"

    nonisolated let loop: EventLoop
    nonisolated let target: SSHTarget
    nonisolated let environment: Environment
    private nonisolated let visible = NIOLockedValueBox(Visible())

    var link: SSHLink?
    private var rung = SSHRung.resolve
    private var rungStart = MonotonicTime.now()
    private var isBusy = false
    private var turns: [EventLoop.WaitID] = []
    /// The remote user's rights, asked once.
    var identity: RemoteIdentity?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(target: SSHTarget, loop: EventLoop, environment: Environment) {
        self.target = target
        self.loop = loop
        self.environment = environment
    }

    nonisolated var report: SSHConnectReport { visible.withLockedValue { $0.report } }

    /// The connection failed or was closed and will not carry another command.
    nonisolated var isBroken: Bool { visible.withLockedValue { $0.isBroken } }

    nonisolated func markReused() {
        visible.withLockedValue { $0.report.reused = true }
    }

    func updateReport(_ change: (inout SSHConnectReport) -> Void) {
        visible.withLockedValue { change(&$0.report) }
    }

    // MARK: Rungs

    func begin(_ rung: SSHRung) {
        self.rung = rung
        rungStart = .now()
    }

    func passed() {
        let spent = MonotonicTime.now().since(rungStart)
        updateReport { report in
            report.timings.set(rung, spent)
            report.reached = rung
        }
    }

    /// Closes the connection and completes an error with how far it got.
    func failed(_ error: SSHError) -> SSHError {
        let spent = MonotonicTime.now().since(rungStart)
        updateReport { report in
            report.timings.set(rung, spent)
            report.failed = rung
        }
        close()
        var error = error
        error.report = report
        return error
    }

    /// The error for a deadline that passed, by what was being waited for.
    func timedOut() -> SSHError {
        switch rung {
        case .resolve: SSHError(.resolveFailed, "the name lookup took too long")
        case .tcp: SSHError(.tcpTimeout, "no answer from \(endpoint)")
        case .banner: SSHError(.bannerTimeout, "\(endpoint) accepted the connection but sent no SSH identification")
        case .keyExchange: SSHError(.timeout, "the key exchange took too long")
        case .hostKey, .authentication: SSHError(.timeout, "the login took too long")
        case .session: SSHError(.timeout, "the command took too long")
        }
    }

    var endpoint: String { "\(PlainText.clean(target.address.utf8)) port \(target.port)" }

    // MARK: Waiting

    /// Makes a libssh2 call until it does not block any more.
    func call(until deadline: MonotonicTime, _ operation: (OpaquePointer) -> Int32) async throws(SSHError) -> Int32 {
        while true {
            let link = try openLink()
            link.refill()
            let status = operation(link.session)
            if status != LIBSSH2_ERROR_EAGAIN { return status }
            guard rung == .session || link.io.pointee.received <= Self.maxBytesBeforeLogin else {
                throw SSHError(.keyExchangeFailed, "the server sent more than 1 MiB before the login")
            }
            try await settle(until: deadline)
        }
    }

    func openLink() throws(SSHError) -> SSHLink {
        guard let link else { throw SSHError(.disconnected, "the connection is closed") }
        return link
    }

    /// After a call that would block. Throws when there is nothing more to wait for.
    func settle(until deadline: MonotonicTime) async throws(SSHError) {
        if try await pause(until: deadline) { throw timedOut() }
    }

    /// After a call that would block; true when `deadline` passed.
    func pause(until deadline: MonotonicTime) async throws(SSHError) -> Bool {
        let link = try openLink()
        if link.wasLimited {
            if Task.isCancelled { throw SSHError(.cancelled, "cancelled") }
            await loop.yield()
            return MonotonicTime.now() >= deadline
        }
        return try await socketEvent(link.descriptor, until: deadline)
    }

    /// True when the deadline passed.
    func socketEvent(_ descriptor: Int32, until deadline: MonotonicTime) async throws(SSHError) -> Bool {
        switch await loop.wait(for: descriptor, until: deadline) {
        case .ready: return false
        case .deadline: return true
        case .cancelled: throw SSHError(.cancelled, "cancelled")
        }
    }

    /// Runs blocking work elsewhere, waiting no longer than the deadline.
    func offload<Value: Sendable>(
        to workers: BlockingWorkers,
        until deadline: MonotonicTime,
        _ work: @escaping @Sendable () -> Result<Value, SSHError>
    ) async throws(SSHError) -> Value {
        let id = loop.makeWaitID()
        let answer = NIOLockedValueBox<Result<Value, SSHError>?>(nil)
        let accepted = workers.submit { [loop] in
            let result = work()
            answer.withLockedValue { $0 = result }
            loop.end(id, .ready)
        }
        guard accepted else { throw SSHError(.limitReached, "too many name lookups and key checks are waiting") }
        switch await loop.wait(for: nil, until: deadline, id: id) {
        case .cancelled: throw SSHError(.cancelled, "cancelled")
        case .deadline: throw timedOut()
        case .ready: break
        }
        guard let result = answer.withLockedValue({ $0 }) else { throw timedOut() }
        return try result.get()
    }

    // MARK: Turns

    /// Waits until no other command runs on this connection.
    func takeTurn(until deadline: MonotonicTime) async throws(SSHError) {
        guard isBusy else {
            isBusy = true
            return
        }
        let id = loop.makeWaitID()
        turns.append(id)
        let outcome = await loop.wait(for: nil, until: deadline, id: id)
        if outcome == .ready { return }
        if let place = turns.firstIndex(of: id) {
            turns.remove(at: place)
        } else {
            // The turn was handed over at the same moment.
            endTurn()
        }
        throw outcome == .cancelled
            ? SSHError(.cancelled, "cancelled") : SSHError(.timeout, "the session was busy for the whole time")
    }

    func endTurn() {
        if turns.isEmpty {
            isBusy = false
        } else {
            loop.end(turns.removeFirst(), .ready)
        }
    }

    // MARK: End

    /// Ends the connection; commands in flight fail.
    func close() {
        visible.withLockedValue { $0.isBroken = true }
        link?.close()
        link = nil
    }

    /// Whether an idle connection is still good for a command, as far as can be seen without sending.
    func isAlive() -> Bool {
        guard let link, !isBroken, !link.isHungUp else {
            close()
            return false
        }
        return true
    }
}

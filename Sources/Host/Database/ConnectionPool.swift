internal import Logging
import NIOConcurrencyHelpers

/// Hands out connections, at most a fixed number at a time, first come first served.
///
/// Connections open when they are needed. A connection that failed, or that is in the middle of something when it
/// comes back, is closed and its place goes to whoever waits.
final class ConnectionPool: Sendable {
    private enum Grant: Sendable {
        case connection(Connection)
        /// A free place: the waiter opens a connection of its own.
        case place
    }

    private struct Waiter {
        let id: UInt64
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Grant, any Error>
    }

    private struct State {
        var idle: [(connection: Connection, since: ContinuousClock.Instant)] = []
        /// Connections open, opening, or promised to a waiter.
        var places = 0
        var waiters = WaitingLine<Waiter>()
        var nextID: UInt64 = 0
        var isExpiring = false
        var isClosed = false
    }

    private let configuration: DatabaseConfiguration
    private let parameters: Result<ConnectionParameters, DatabaseError>
    private let logger: Logger
    private let state = NIOLockedValueBox(State())

    init(configuration: DatabaseConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        do throws(DatabaseError) {
            parameters = .success(try ConnectionParameters(configuration))
        } catch {
            parameters = .failure(error)
        }
    }

    /// A connection outside the pool, not opened yet.
    func makeConnection() throws(DatabaseError) -> Connection {
        Connection(parameters: try parameters.get())
    }

    // MARK: - Lease and release

    func lease(_ interrupt: StatementInterrupt) async throws -> Connection {
        if Task.isCancelled { throw DatabaseError(.cancelled, "the task was cancelled") }
        while let grant = try immediateGrant() {
            switch grant {
            case .place: return try await openConnection(interrupt)
            case .connection(let connection):
                guard connection.looksDead else { return connection }
                discard(connection)
            }
        }
        switch try await waitForGrant() {
        case .place: return try await openConnection(interrupt)
        case .connection(let connection): return connection
        }
    }

    func release(_ connection: Connection, _ transactionState: PostgresLink.TransactionState) {
        guard transactionState == .idle else { return discard(connection) }
        let (waiter, isClosed) = state.withLockedValue { state -> (Waiter?, Bool) in
            if state.isClosed { return (nil, true) }
            if let waiter = state.waiters.popFirst() { return (waiter, false) }
            state.idle.append((connection, .now))
            return (nil, false)
        }
        if isClosed { return discard(connection) }
        waiter?.continuation.resume(returning: .connection(connection))
    }

    /// Drops a connection, whose thread then closes it, and passes its place on.
    private func discard(_ connection: Connection) {
        Task { await connection.close() }
        freePlace()
    }

    private func freePlace() {
        let waiter = state.withLockedValue { state -> Waiter? in
            if let waiter = state.waiters.popFirst() { return waiter }
            state.places -= 1
            return nil
        }
        waiter?.continuation.resume(returning: .place)
    }

    private func openConnection(_ interrupt: StatementInterrupt) async throws -> Connection {
        do {
            let connection = try makeConnection()
            try await withTaskCancellationHandler {
                try await connection.open(interrupt)
            } onCancel: {
                interrupt.cancel()
            }
            logger.debug("database connection opened")
            return connection
        } catch {
            freePlace()
            throw error
        }
    }

    private func immediateGrant() throws(DatabaseError) -> Grant? {
        let grant = state.withLockedValue { state -> Result<Grant?, DatabaseError> in
            if state.isClosed { return .failure(Self.closed) }
            if let (connection, _) = state.idle.popLast() { return .success(.connection(connection)) }
            guard state.places < configuration.maxConnections else { return .success(nil) }
            state.places += 1
            return .success(.place)
        }
        return try grant.get()
    }

    // MARK: - Waiting

    private func waitForGrant() async throws -> Grant {
        let id = state.withLockedValue { state -> UInt64 in
            state.nextID += 1
            return state.nextID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(Waiter(id: id, deadline: .now + configuration.leaseTimeout, continuation: continuation))
            }
        } onCancel: {
            let waiter = state.withLockedValue { state in state.waiters.remove { $0.id == id } }
            waiter?.continuation.resume(throwing: DatabaseError(.cancelled, "the task was cancelled"))
        }
    }

    private func enqueue(_ waiter: Waiter) {
        // A place may have become free since the caller looked, and the task may have been cancelled: decide both
        // under the lock that the other sides take.
        var mustExpire = false
        let answer = state.withLockedValue { state -> Result<Grant, DatabaseError>? in
            if state.isClosed { return .failure(Self.closed) }
            if Task.isCancelled { return .failure(DatabaseError(.cancelled, "the task was cancelled")) }
            if let (connection, _) = state.idle.popLast() { return .success(.connection(connection)) }
            if state.places < configuration.maxConnections {
                state.places += 1
                return .success(.place)
            }
            state.waiters.append(waiter)
            mustExpire = !state.isExpiring
            state.isExpiring = true
            return nil
        }
        if let answer { waiter.continuation.resume(with: answer.mapError { $0 as any Error }) }
        if mustExpire { Task { await self.expireWaiters() } }
    }

    /// Fails waiters whose time is up; runs while there are any. All wait equally long, so the first is due first.
    private func expireWaiters() async {
        while true {
            let (expired, next) = state.withLockedValue { state -> ([Waiter], ContinuousClock.Instant?) in
                var expired: [Waiter] = []
                while let first = state.waiters.first, first.deadline <= .now {
                    if let waiter = state.waiters.popFirst() { expired.append(waiter) }
                }
                if state.waiters.first == nil { state.isExpiring = false }
                return (expired, state.waiters.first?.deadline)
            }
            for waiter in expired { waiter.continuation.resume(throwing: exhausted) }
            guard let next else { return }
            try? await Task.sleep(until: next, clock: .continuous)
        }
    }

    // MARK: - Upkeep

    /// Closes connections that were unused for the idle timeout, all but one.
    func closeIdle() {
        let stale = state.withLockedValue { state -> [Connection] in
            let limit = ContinuousClock.now - configuration.idleTimeout
            // Leases take from the end, so those unused for longest stand first.
            var count = state.idle.prefix { $0.since < limit }.count
            if count == state.places { count -= 1 }
            guard count > 0 else { return [] }
            let stale = state.idle.prefix(count).map(\.connection)
            state.idle.removeFirst(count)
            return stale
        }
        for connection in stale { discard(connection) }
        if !stale.isEmpty { logger.debug("idle database connections closed", metadata: ["count": "\(stale.count)"]) }
    }

    /// Refuses further leases, closes idle connections and waits up to ten seconds for the others to come back.
    func close() async {
        let (idle, waiters) = state.withLockedValue { state -> ([Connection], [Waiter]) in
            state.isClosed = true
            var waiters: [Waiter] = []
            while let waiter = state.waiters.popFirst() { waiters.append(waiter) }
            let idle = state.idle.map(\.connection)
            state.idle.removeAll()
            return (idle, waiters)
        }
        for waiter in waiters { waiter.continuation.resume(throwing: Self.closed) }
        for connection in idle {
            await connection.close()
            freePlace()
        }
        let deadline = ContinuousClock.now + .seconds(10)
        while openCount > 0, .now < deadline {
            // Also called from a cancelled task, whose own sleep would return at once.
            await Task.detached { try? await Task.sleep(for: .milliseconds(5)) }.value
        }
    }

    /// Connections that are open or opening.
    var openCount: Int { state.withLockedValue { $0.places } }

    private static let closed = DatabaseError(.unreachable, "the database pool is closed")

    private var exhausted: DatabaseError {
        DatabaseError(
            .poolExhausted, "no database connection became free within \(configuration.leaseTimeout)",
            hint: "raise the pool's size, or look for transactions that wait for something else")
    }
}

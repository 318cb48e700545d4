import Foundation
import NIOConcurrencyHelpers

/// Hands out sessions: idle ones again, new ones within the limits, and otherwise in the order of asking.
final class SSHSessionPool: Sendable {
    struct Key: Hashable, Sendable {
        let hostID: UUID
        let address: String
        let port: Int
        let credentialVersion: String

        init(_ target: SSHTarget) {
            hostID = target.hostID
            address = target.address
            port = target.port
            credentialVersion = target.credentialVersion
        }
    }

    /// What a caller gets.
    private enum Grant: Sendable {
        case reuse(SSHConnection)
        /// A place is reserved: connect.
        case place
        case refuse(SSHError)
    }

    private struct Waiter {
        let id: UInt64
        let key: Key
        let wantsFresh: Bool
        let continuation: CheckedContinuation<Grant, Never>
    }

    private struct Idle {
        let connection: SSHConnection
        let since: MonotonicTime
    }

    private struct Host {
        var idle: [Key: [Idle]] = [:]
        /// Sessions connecting, in use or idle.
        var count = 0
        var waiters: [Waiter] = []
    }

    private struct State {
        var hosts: [UUID: Host] = [:]
        var total = 0
        var lastWaiter: UInt64 = 0
        /// Waits that were cancelled before they began.
        var leftEarly: Set<UInt64> = []
        var isClosed = false
        /// In use, so that closing can end them.
        var lent: [ObjectIdentifier: SSHConnection] = [:]
    }

    private let state = NIOLockedValueBox(State())
    private let configuration: SSHEngineConfiguration
    private let environment: SSHConnection.Environment
    private let loops: [EventLoop]
    private let nextLoop = NIOLockedValueBox(0)

    init(configuration: SSHEngineConfiguration, environment: SSHConnection.Environment) {
        self.configuration = configuration
        self.environment = environment
        loops = (0..<configuration.loops).map { EventLoop(name: "ssh-loop-\($0)") }
    }

    func session(for target: SSHTarget, fresh: Bool, timeout: Duration) async throws(SSHError) -> SSHSession {
        let deadline = MonotonicTime.now().adding(timeout)
        let key = Key(target)
        while true {
            switch await grant(key, fresh: fresh, until: deadline) {
            case .refuse(let error):
                throw error
            case .reuse(let connection):
                if await connection.isAlive() {
                    connection.markReused()
                    lend(connection)
                    return SSHSession(connection: connection, pool: self)
                }
                vacate(key.hostID)
            case .place:
                let connection = SSHConnection(target: target, loop: pickLoop(), environment: environment)
                do throws(SSHError) {
                    try await connection.connect(
                        until: min(deadline, MonotonicTime.now().adding(configuration.connectTimeout)))
                } catch {
                    vacate(key.hostID)
                    throw error
                }
                lend(connection)
                return SSHSession(connection: connection, pool: self)
            }
        }
    }

    /// Takes a session back; to the next waiter, to the idle ones, or closed.
    func giveBack(_ connection: SSHConnection) {
        let key = Key(connection.target)
        let keeps = !connection.isBroken && configuration.idleSeconds > 0
        let (waiter, isKept) = state.withLockedValue { state -> (Waiter?, Bool) in
            state.lent[ObjectIdentifier(connection)] = nil
            guard keeps, !state.isClosed, var host = state.hosts[key.hostID] else { return (nil, false) }
            guard let first = host.waiters.first else {
                host.idle[key, default: []].append(Idle(connection: connection, since: .now()))
                state.hosts[key.hostID] = host
                return (nil, true)
            }
            guard first.key == key, !first.wantsFresh else { return (nil, false) }
            state.hosts[key.hostID]?.waiters.removeFirst()
            return (first, true)
        }
        if let waiter {
            waiter.continuation.resume(returning: .reuse(connection))
        } else if !isKept {
            end(connection)
            vacate(key.hostID)
        }
    }

    // MARK: Granting

    private func grant(_ key: Key, fresh: Bool, until deadline: MonotonicTime) async -> Grant {
        let (immediate, evicted) = state.withLockedValue { take(key, fresh: fresh, from: &$0) }
        if let evicted { end(evicted) }
        if let immediate { return immediate }
        return await wait(key, fresh: fresh, until: deadline)
    }

    /// A grant that needs no waiting, and an idle session that had to make room for it.
    private func take(_ key: Key, fresh: Bool, from state: inout State) -> (Grant?, SSHConnection?) {
        if state.isClosed { return (.refuse(SSHError(.shuttingDown, "the SSH engine is stopping")), nil) }
        var host = state.hosts[key.hostID] ?? Host()
        if host.waiters.isEmpty, !fresh, let idle = host.idle[key]?.popLast() {
            if host.idle[key]?.isEmpty == true { host.idle[key] = nil }
            state.hosts[key.hostID] = host
            return (.reuse(idle.connection), nil)
        }
        if host.count >= configuration.maxSessionsPerHost {
            // An idle session that this caller cannot use gives its place.
            guard host.waiters.isEmpty, let other = host.idle.keys.first, let idle = host.idle[other]?.popLast() else {
                return (nil, nil)
            }
            if host.idle[other]?.isEmpty == true { host.idle[other] = nil }
            state.hosts[key.hostID] = host
            return (.place, idle.connection)
        }
        var evicted: SSHConnection?
        if state.total >= configuration.maxSessions {
            guard let victim = Self.takeOldestIdle(&state) else {
                return (
                    .refuse(SSHError(.limitReached, "all \(configuration.maxSessions) SSH sessions are in use")), nil
                )
            }
            evicted = victim
            host = state.hosts[key.hostID] ?? Host()
        }
        host.count += 1
        state.total += 1
        state.hosts[key.hostID] = host
        return (.place, evicted)
    }

    /// Removes the session idle for longest, with its place.
    private static func takeOldestIdle(_ state: inout State) -> SSHConnection? {
        var oldest: (host: UUID, key: Key, since: MonotonicTime)?
        for (id, host) in state.hosts {
            for (key, list) in host.idle {
                if let first = list.first, first.since < oldest?.since ?? .distantFuture {
                    oldest = (id, key, first.since)
                }
            }
        }
        guard let oldest, let idle = state.hosts[oldest.host]?.idle[oldest.key]?.removeFirst() else { return nil }
        if state.hosts[oldest.host]?.idle[oldest.key]?.isEmpty == true {
            state.hosts[oldest.host]?.idle[oldest.key] = nil
        }
        drop(&state, oldest.host)
        return idle.connection
    }

    private static func drop(_ state: inout State, _ hostID: UUID) {
        state.total -= 1
        state.hosts[hostID]?.count -= 1
        if let host = state.hosts[hostID], host.count == 0, host.waiters.isEmpty { state.hosts[hostID] = nil }
    }

    private func wait(_ key: Key, fresh: Bool, until deadline: MonotonicTime) async -> Grant {
        let left = deadline.since(.now())
        return await withTaskGroup(of: Grant?.self) { group in
            group.addTask { await self.standInLine(key, fresh: fresh) }
            group.addTask {
                try? await Task.sleep(nanoseconds: left)
                return nil
            }
            defer { group.cancelAll() }
            if let first = await group.next(), let grant = first { return grant }
            group.cancelAll()
            // The line is left now, unless a grant came at the same moment.
            if let second = await group.next(), case .some(let grant) = second {
                if case .refuse(let error) = grant, error.code == .cancelled, !Task.isCancelled {
                    return .refuse(SSHError(.limitReached, "all sessions to this host were in use the whole time"))
                }
                return grant
            }
            return .refuse(SSHError(.cancelled, "cancelled"))
        }
    }

    private func standInLine(_ key: Key, fresh: Bool) async -> Grant {
        let id = state.withLockedValue { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        let grant = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(id: id, key: key, wantsFresh: fresh, continuation: continuation)
                let (immediate, evicted) = state.withLockedValue { state -> (Grant?, SSHConnection?) in
                    if Task.isCancelled || state.leftEarly.contains(id) {
                        return (.refuse(SSHError(.cancelled, "cancelled")), nil)
                    }
                    // A session may have come back since the first look.
                    let (grant, evicted) = take(key, fresh: fresh, from: &state)
                    if grant == nil { state.hosts[key.hostID, default: Host()].waiters.append(waiter) }
                    return (grant, evicted)
                }
                if let evicted { end(evicted) }
                if let immediate { continuation.resume(returning: immediate) }
            }
        } onCancel: {
            leaveLine(id, key)
        }
        state.withLockedValue { _ = $0.leftEarly.remove(id) }
        return grant
    }

    private func leaveLine(_ id: UInt64, _ key: Key) {
        let waiter = state.withLockedValue { state -> Waiter? in
            guard let place = state.hosts[key.hostID]?.waiters.firstIndex(where: { $0.id == id }) else {
                state.leftEarly.insert(id)
                return nil
            }
            return state.hosts[key.hostID]?.waiters.remove(at: place)
        }
        waiter?.continuation.resume(returning: .refuse(SSHError(.cancelled, "cancelled")))
    }

    /// Gives up a place: to the first waiter of the host, who then connects.
    private func vacate(_ hostID: UUID) {
        let waiter = state.withLockedValue { state -> Waiter? in
            guard state.hosts[hostID]?.waiters.isEmpty == false, !state.isClosed else {
                Self.drop(&state, hostID)
                return nil
            }
            return state.hosts[hostID]?.waiters.removeFirst()
        }
        waiter?.continuation.resume(returning: .place)
    }

    private func lend(_ connection: SSHConnection) {
        let isClosed = state.withLockedValue { state in
            state.lent[ObjectIdentifier(connection)] = connection
            return state.isClosed
        }
        if isClosed { end(connection) }
    }

    private func pickLoop() -> EventLoop {
        loops[
            nextLoop.withLockedValue { next in
                next = (next + 1) % loops.count
                return next
            }]
    }

    private func end(_ connection: SSHConnection) {
        connection.loop.call { connection.assumeIsolated { $0.close() } }
    }

    // MARK: Housekeeping

    /// Closes sessions that were idle for too long or whose peer has gone.
    func reap() {
        let limit = Duration.seconds(configuration.idleSeconds)
        let now = MonotonicTime.now()
        var expired: [SSHConnection] = []
        var kept: [SSHConnection] = []
        state.withLockedValue { state in
            for (id, host) in state.hosts {
                for (key, list) in host.idle {
                    let late = list.filter { $0.since.adding(limit) <= now }
                    kept += list.filter { $0.since.adding(limit) > now }.map(\.connection)
                    guard !late.isEmpty else { continue }
                    expired += late.map(\.connection)
                    let rest = list.filter { $0.since.adding(limit) > now }
                    state.hosts[id]?.idle[key] = rest.isEmpty ? nil : rest
                    for _ in late { Self.drop(&state, id) }
                }
            }
        }
        for connection in expired { end(connection) }
        for connection in kept {
            connection.loop.call { [weak self] in
                if connection.assumeIsolated({ !$0.isAlive() }) { self?.removeIdle(connection) }
            }
        }
    }

    private func removeIdle(_ connection: SSHConnection) {
        let key = Key(connection.target)
        let wasIdle = state.withLockedValue { state -> Bool in
            guard let place = state.hosts[key.hostID]?.idle[key]?.firstIndex(where: { $0.connection === connection })
            else { return false }
            state.hosts[key.hostID]?.idle[key]?.remove(at: place)
            if state.hosts[key.hostID]?.idle[key]?.isEmpty == true { state.hosts[key.hostID]?.idle[key] = nil }
            return true
        }
        if wasIdle { vacate(key.hostID) }
    }

    /// Sessions in use.
    var lentCount: Int { state.withLockedValue { $0.lent.count } }

    /// Sessions connecting, in use or idle.
    var count: Int { state.withLockedValue { $0.total } }

    /// Refuses new sessions, sends waiters away and closes what is idle.
    func close() {
        let (idle, waiters) = state.withLockedValue { state -> ([SSHConnection], [Waiter]) in
            state.isClosed = true
            var idle: [SSHConnection] = []
            var waiters: [Waiter] = []
            for id in Array(state.hosts.keys) {
                guard let host = state.hosts[id] else { continue }
                waiters += host.waiters
                let resting = host.idle.values.flatMap { $0 }.map(\.connection)
                idle += resting
                state.hosts[id]?.waiters = []
                state.hosts[id]?.idle = [:]
                for _ in resting { Self.drop(&state, id) }
            }
            return (idle, waiters)
        }
        for connection in idle { end(connection) }
        for waiter in waiters {
            waiter.continuation.resume(returning: .refuse(SSHError(.shuttingDown, "the SSH engine is stopping")))
        }
    }

    /// Ends the sessions still in use; what runs on them fails.
    func endLent() {
        for connection in state.withLockedValue({ Array($0.lent.values) }) { end(connection) }
    }
}

import CPostgres
import Core
import NIOConcurrencyHelpers

/// Waits for the server's answers to one pipeline, within its patience and until the interrupt fires.
struct AnswerWaiter {
    private let interrupt: StatementInterrupt
    private let patience: Duration?
    private let wakeup: Wakeup
    private var deadline: ContinuousClock.Instant?
    private var cancelRequest: CancelRequest?
    /// When to ask again: the server ignores a request that overtakes its statement.
    private var nextRequest: ContinuousClock.Instant?
    private var pause = Duration.milliseconds(50)

    init(interrupt: StatementInterrupt, patience: Duration?, wakeup: Wakeup) {
        self.interrupt = interrupt
        self.patience = patience
        self.wakeup = wakeup
        interrupt.attach(wakeup)
    }

    var hasAskedToCancel: Bool { cancelRequest != nil }

    /// The server answered something: its time starts anew.
    mutating func noteProgress() {
        if cancelRequest == nil { deadline = nil }
    }

    /// Waits once.
    ///
    /// - Returns: whether the socket can be read or written.
    /// - Throws: `timeout` or `cancelled` when the connection has to be given up.
    mutating func wait(
        _ socket: Int32, writable: Bool, makeCancel: () -> OpaquePointer?
    ) throws(DatabaseError) -> Bool {
        if interrupt.isCancelled { try askToCancel(makeCancel) }
        if deadline == nil, let patience { deadline = .now + patience }
        let now = ContinuousClock.now
        if let deadline, deadline <= now { throw expired }
        let next = [deadline, nextRequest].compactMap { $0 }.min()
        let readiness = SocketPoll.wait(
            socket, writable: writable, wakeup: wakeup, atMost: next.map { max(.zero, now.duration(to: $0)) })
        if readiness.isWoken { wakeup.drain() }
        return readiness.isReady
    }

    /// Asks the server to cancel, and again with growing pauses until it answers or the grace is over.
    private mutating func askToCancel(_ makeCancel: () -> OpaquePointer?) throws(DatabaseError) {
        let now = ContinuousClock.now
        if let cancelRequest {
            guard let next = nextRequest, next <= now else { return }
            // Never two at a time, so that `settle()` has only one to wait for.
            guard cancelRequest.isDone else {
                nextRequest = now + pause
                return
            }
        } else {
            guard interrupt.grace > .zero else { throw Self.cancelled }
            deadline = now + interrupt.grace
        }
        guard let handle = makeCancel() else { throw Self.cancelled }
        cancelRequest = CancelRequest.send(handle, wakeup: wakeup)
        nextRequest = now + pause
        pause *= 2
    }

    /// Waits until a cancellation that was asked for has reached the server, so that it cannot hit a later statement.
    mutating func settle() throws(DatabaseError) {
        interrupt.attach(nil)
        guard let cancelRequest, let deadline else { return }
        while !cancelRequest.isDone {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw Self.cancelled }
            // Only the wakeup counts here: a negative descriptor is skipped by poll.
            if SocketPoll.wait(-1, writable: false, wakeup: wakeup, atMost: left).isWoken { wakeup.drain() }
        }
    }

    private var expired: DatabaseError {
        cancelRequest != nil ? Self.cancelled : DatabaseError(.timeout, "the database did not answer in time")
    }

    private static let cancelled = DatabaseError(.cancelled, "the statement was cancelled")
}

/// A request to the server to cancel what a connection is doing. It travels on a connection and a thread of its own.
private final class CancelRequest: Sendable {
    private let done = NIOLockedValueBox(false)

    var isDone: Bool { done.withLockedValue { $0 } }

    static func send(_ handle: OpaquePointer, wakeup: Wakeup) -> CancelRequest {
        let request = CancelRequest()
        let cancel = CancelHandle(pointer: handle)
        do {
            try DedicatedThread.start(named: "openwatch-pgstop") {
                cancel.sendAndFree()
                request.done.withLockedValue { $0 = true }
                wakeup.signal()
            }
        } catch {
            cancel.free()
        }
        return request
    }
}

/// `@unchecked Sendable` is safe because libpq documents `PQcancel` as callable from any thread, and exactly one of
/// the two functions is called, once.
private struct CancelHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    func sendAndFree() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            _ = PQcancel(pointer, message.baseAddress, 256)
        }
        free()
    }

    func free() {
        PQfreeCancel(pointer)
    }
}

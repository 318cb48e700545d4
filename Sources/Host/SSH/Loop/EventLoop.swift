import CSSH2
import Core
import Glibc
import NIOConcurrencyHelpers

/// One thread that waits for sockets with epoll and is the executor of the connections living on it.
///
/// A connection is an actor on this executor, so its code is straight-line: call libssh2 and, when that would block,
/// await ``wait(for:until:)``. Nothing that blocks may run here. The thread lives as long as this object, which every
/// connection retains.
///
/// `@unchecked Sendable`: `inbox` has a lock; everything else is touched on the loop's thread only.
final class EventLoop: SerialExecutor, @unchecked Sendable {
    enum Outcome: Sendable {
        case ready
        case deadline
        case cancelled
    }

    /// Names one wait, so that other threads can end it.
    struct WaitID: Hashable, Sendable {
        fileprivate let value: UInt64
    }

    private enum Message {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
        case end(WaitID, Outcome)
    }

    private struct Inbox {
        var messages: [Message] = []
        var isSleeping = false
        var isClosed = false
    }

    private struct Wait {
        let continuation: CheckedContinuation<Outcome, Never>
        let descriptor: Int32?
        let deadline: MonotonicTime
    }

    private struct Watch {
        var waiting: WaitID?
        /// Something happened while nobody waited.
        var isPending = false
    }

    /// Owns what the thread needs after the loop itself is gone.
    private final class Core: Sendable {
        let inbox = NIOLockedValueBox(Inbox())
        let thread = NIOLockedValueBox<pthread_t?>(nil)
        let epoll: Int32
        let wake: Int32

        init() {
            epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
            wake = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
            var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: wake))
            epoll_ctl(epoll, EPOLL_CTL_ADD, wake, &event)
        }

        deinit {
            close(epoll)
            close(wake)
        }

        func post(_ message: Message) {
            let wakes = inbox.withLockedValue { inbox in
                inbox.messages.append(message)
                defer { inbox.isSleeping = false }
                return inbox.isSleeping
            }
            if wakes { eventfd_write(wake, 1) }
        }
    }

    private let core = Core()
    private var waits: [WaitID: Wait] = [:]
    private var watches: [Int32: Watch] = [:]
    private var deadlines = DeadlineHeap()
    private var due: [WaitID] = []
    private var lastID: UInt64 = 0

    init(name: String) {
        let core = core
        let owner = WeakReference(self)
        _ = DedicatedThread.start(name: name) { Self.turn(core, owner) }
    }

    deinit {
        core.inbox.withLockedValue { $0.isClosed = true }
        eventfd_write(core.wake, 1)
    }

    // MARK: From any thread

    func enqueue(_ job: consuming ExecutorJob) {
        core.post(.job(UnownedJob(job)))
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    func isIsolatingCurrentContext() -> Bool? {
        core.thread.withLockedValue { $0 == pthread_self() }
    }

    func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on the event loop's thread")
    }

    /// Runs `body` on the loop's thread, soon.
    func call(_ body: @escaping @Sendable () -> Void) {
        core.post(.call(body))
    }

    /// Ends a wait early; nothing happens if it is over.
    func end(_ id: WaitID, _ outcome: Outcome) {
        core.post(.end(id, outcome))
    }

    // MARK: On the loop's thread

    /// Announces a socket. It must be non-blocking and announced until ``forget(_:)``.
    func watch(_ descriptor: Int32) -> Bool {
        let interest = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        var event = epoll_event(events: interest, data: epoll_data_t(fd: descriptor))
        guard epoll_ctl(core.epoll, EPOLL_CTL_ADD, descriptor, &event) == 0 else { return false }
        watches[descriptor] = Watch()
        return true
    }

    /// Ends the watch of a socket that is about to be closed. A wait on it ends as `ready`.
    func forget(_ descriptor: Int32) {
        assert(isIsolatingCurrentContext() == true, "not on the event loop's thread")
        guard let watch = watches.removeValue(forKey: descriptor) else { return }
        epoll_ctl(core.epoll, EPOLL_CTL_DEL, descriptor, nil)
        if let id = watch.waiting { finish(id, .ready) }
    }

    func makeWaitID() -> WaitID {
        assert(isIsolatingCurrentContext() == true, "not on the event loop's thread")
        lastID += 1
        return WaitID(value: lastID)
    }

    /// Suspends until something happens on the socket, the deadline passes or the task is cancelled.
    ///
    /// Call it after the socket said that it would block. Readiness is edge-triggered and may be stale: try again and
    /// wait again. Without a socket, only ``end(_:_:)`` makes it `ready`.
    func wait(
        for descriptor: Int32?,
        until deadline: MonotonicTime,
        id: WaitID? = nil,
        isolation: isolated (any Actor)? = #isolation
    ) async -> Outcome {
        let id = id ?? makeWaitID()
        return await withTaskCancellationHandler {
            // Capturing it is what keeps this closure on the loop.
            _ = isolation
            return await withCheckedContinuation { continuation in
                register(id, Wait(continuation: continuation, descriptor: descriptor, deadline: deadline))
            }
        } onCancel: {
            end(id, .cancelled)
        }
    }

    /// Lets the other connections of this loop have their turn.
    func yield(isolation: isolated (any Actor)? = #isolation) async {
        let id = makeWaitID()
        _ = await withCheckedContinuation { continuation in
            waits[id] = Wait(continuation: continuation, descriptor: nil, deadline: .distantFuture)
            due.append(id)
        }
    }

    private func register(_ id: WaitID, _ wait: Wait) {
        assert(isIsolatingCurrentContext() == true, "not on the event loop's thread")
        waits[id] = wait
        if let descriptor = wait.descriptor {
            guard watches[descriptor] != nil, watches[descriptor]?.isPending == false else {
                watches[descriptor]?.isPending = false
                due.append(id)
                return
            }
            watches[descriptor]?.waiting = id
        }
        if wait.deadline < .distantFuture { deadlines.insert(wait.deadline, id.value) }
    }

    private func finish(_ id: WaitID, _ outcome: Outcome) {
        guard let wait = waits.removeValue(forKey: id) else { return }
        if let descriptor = wait.descriptor, watches[descriptor]?.waiting == id { watches[descriptor]?.waiting = nil }
        wait.continuation.resume(returning: outcome)
    }

    private func handle(_ events: UnsafeBufferPointer<epoll_event>) {
        for event in events where event.data.fd != core.wake {
            let descriptor = event.data.fd
            guard let watch = watches[descriptor] else { continue }
            if let id = watch.waiting {
                finish(id, .ready)
            } else {
                watches[descriptor]?.isPending = true
            }
        }
        for id in due { finish(id, .ready) }
        due.removeAll(keepingCapacity: true)
        let now = MonotonicTime.now()
        while let id = deadlines.popExpired(at: now) { finish(WaitID(value: id), .deadline) }
        // Waits that ended early leave their deadlines behind; sweep when most are such.
        if deadlines.count > 1_024, deadlines.count > 4 * waits.count {
            deadlines.keep { waits[WaitID(value: $0)] != nil }
        }
    }

    private func timeoutMilliseconds() -> Int32 {
        guard due.isEmpty else { return 0 }
        guard let next = deadlines.next else { return -1 }
        let left = next.since(.now())
        return Int32(min((left + 999_999) / 1_000_000, 60_000))
    }

    // MARK: The thread

    private static func turn(_ core: Core, _ owner: WeakReference) {
        core.thread.withLockedValue { $0 = pthread_self() }
        var messages: [Message] = []
        let capacity = 256
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
        defer { events.deallocate() }
        while true {
            var timeout: Int32 = -1
            // Jobs run with the loop retained: the last of them may release the last connection.
            if let loop = owner.object {
                core.inbox.withLockedValue { swap(&$0.messages, &messages) }
                for message in messages {
                    switch message {
                    case .job(let job): job.runSynchronously(on: loop.asUnownedSerialExecutor())
                    case .call(let body): body()
                    case .end(let id, let outcome): loop.finish(id, outcome)
                    }
                }
                messages.removeAll(keepingCapacity: true)
                timeout = loop.timeoutMilliseconds()
            }
            let (sleeps, isClosed) = core.inbox.withLockedValue { inbox in
                inbox.isSleeping = inbox.messages.isEmpty && !inbox.isClosed
                return (inbox.isSleeping, inbox.isClosed)
            }
            if isClosed { return }
            let count = epoll_wait(core.epoll, events, Int32(capacity), sleeps ? timeout : Int32(0))
            core.inbox.withLockedValue { $0.isSleeping = false }
            if count > 0, (0..<Int(count)).contains(where: { events[$0].data.fd == core.wake }) {
                var value: eventfd_t = 0
                eventfd_read(core.wake, &value)
            }
            owner.object?.handle(UnsafeBufferPointer(start: events, count: Int(max(count, 0))))
        }
    }
}

/// Lets the thread notice that its loop is gone.
private final class WeakReference: Sendable {
    weak let object: EventLoop?

    init(_ object: EventLoop) {
        self.object = object
    }
}

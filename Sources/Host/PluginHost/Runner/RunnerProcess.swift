import CRunnerSpawn
import Core
import Glibc
import NIOConcurrencyHelpers

/// Receives what happens to a runner process. Every method is called on that runner's own thread and must not block.
protocol RunnerProcessDelegate: AnyObject, Sendable {
    func runnerStarted(pid: Int32)
    func runnerReceived(_ message: WireMessage)
    func runnerWroteLog(_ line: String)
    func runnerReported(_ report: RunnerReport)
    /// Called when its time has come; returns the next time it wants to be called.
    func runnerTick(now: UInt64) -> UInt64
    /// The last call. `exit` is nil if the process never started.
    func runnerEnded(_ exit: RunnerExit?, fault: String?)
}

/// One runner process and the thread that starts it, moves its bytes, watches its clock and collects its exit.
///
/// The thread starts the process itself and outlives it, because to the runner the end of that thread is its parent's
/// death. Sending happens on the caller's thread as long as the socket takes the bytes.
final class RunnerProcess: Sendable {
    /// Bytes that may wait for a runner that does not read; more than that and the runner is taken for stuck.
    static let queueLimit = 64 * 1024 * 1024

    static let receiveFlags = Int32(truncatingIfNeeded: Int(MSG_DONTWAIT))
    private static let sendFlags = Int32(truncatingIfNeeded: Int(MSG_DONTWAIT) | Int(MSG_NOSIGNAL))

    private struct State {
        var socket: Int32 = -1
        var pidfd: Int32 = -1
        var queue: [UInt8] = []
        var queueStart = 0
        var wake: Int32 = -1
        var nextTick = UInt64.max
        var mustStop = false
        var fault: String?
    }

    private let executable: String
    private let image: PluginImage
    private let memoryBytes: UInt64
    /// The generation, for the executor.
    private let number: Int
    private let executor: RunnerExecutor
    private let state = NIOLockedValueBox(State())

    init(executable: String, image: PluginImage, memoryBytes: UInt64, number: Int, executor: RunnerExecutor) {
        self.executable = executable
        self.image = image
        self.memoryBytes = memoryBytes
        self.number = number
        self.executor = executor
    }

    /// Starts the thread, which starts the process at `start` (monotonic). The delegate is kept until it has ended.
    func start(name: String, at start: UInt64, delegate: any RunnerProcessDelegate) {
        let wake = ow_wake_fd()
        guard wake >= 0 else {
            delegate.runnerEnded(nil, fault: "no event descriptor (errno \(-wake))")
            return
        }
        state.withLockedValue { $0.wake = wake }
        let hasThread = DedicatedThread.start(name: name) { [self] in
            let (exit, fault) = live(startingAt: start, delegate: delegate)
            delegate.runnerEnded(exit, fault: fault)
        }
        guard !hasThread else { return }
        state.withLockedValue { $0.wake = -1 }
        close(wake)
        delegate.runnerEnded(nil, fault: "the system has no thread left")
    }

    /// Sends a message. False if it is too large, or the runner has ended or does not read: the message is lost then.
    @discardableResult
    func send(_ message: WireMessage) -> Bool {
        guard let frames = message.frames() else { return false }
        return state.withLockedValue { state -> Bool in
            guard state.socket >= 0, !state.mustStop else { return false }
            var start = 0
            if state.queueStart == state.queue.count {
                start = Self.write(frames, from: 0, to: state.socket)
                guard start < frames.count else { return true }
            }
            guard state.queue.count - state.queueStart + frames.count - start <= Self.queueLimit else {
                state.mustStop = true
                state.fault = "the runner does not read what it is sent"
                Self.signal(state.wake)
                return false
            }
            state.queue.append(contentsOf: frames[start...])
            Self.signal(state.wake)
            return true
        }
    }

    /// Bytes that the runner has not read yet.
    var queuedBytes: Int { state.withLockedValue { $0.queue.count - $0.queueStart } }

    /// Makes sure that the delegate's tick comes at this monotonic time or earlier.
    func wake(at time: UInt64) {
        state.withLockedValue { state in
            guard time < state.nextTick else { return }
            state.nextTick = time
            Self.signal(state.wake)
        }
    }

    /// Ends the process with SIGKILL, or keeps it from starting.
    func terminate(fault: String? = nil) {
        state.withLockedValue { state in
            if !state.mustStop { state.fault = fault }
            state.mustStop = true
            if state.pidfd >= 0 { _ = ow_kill_runner(state.pidfd) }
            Self.signal(state.wake)
        }
    }

    // MARK: - On the runner's thread

    private func live(startingAt start: UInt64, delegate: any RunnerProcessDelegate) -> (RunnerExit?, String?) {
        let wake = state.withLockedValue { $0.wake }
        defer {
            state.withLockedValue { state in
                state.wake = -1
                state.queue = []
                state.queueStart = 0
            }
            close(wake)
        }
        while !state.withLockedValue({ $0.mustStop }) {
            let now = MonotonicClock.now()
            guard now < start else { break }
            let nextTick = tickIfDue(now, delegate)
            var poll = [pollfd(fd: wake, events: Int16(POLLIN), revents: 0)]
            Self.wait(&poll, until: min(start, nextTick), now: now)
            Self.drain(wake)
        }
        if let fault = state.withLockedValue({ $0.mustStop ? $0.fault ?? "stopped" : nil }) { return (nil, fault) }
        let poller = ow_poller_open()
        guard poller >= 0 else { return (nil, "no event descriptor (errno \(-poller))") }
        defer { close(poller) }
        let timer = ow_timer_open()
        guard timer >= 0 else { return (nil, "no timer (errno \(-timer))") }
        defer { close(timer) }
        var spawned = ow_spawned()
        let status = ow_spawn_runner(executable, image.descriptor, memoryBytes, &spawned)
        guard status == 0 else { return (nil, "cannot start \(executable) (errno \(-status))") }
        state.withLockedValue { state in
            state.socket = spawned.wire_fd
            state.pidfd = spawned.pidfd
            // It may have been stopped between the check above and now.
            if state.mustStop { _ = ow_kill_runner(spawned.pidfd) }
        }
        delegate.runnerStarted(pid: spawned.pid)
        var loop = RunnerLoop(
            socket: spawned.wire_fd, log: spawned.log_fd, reports: spawned.report_fd, pidfd: spawned.pidfd, wake: wake,
            poller: poller, timer: timer)
        executor.serve(as: number, wake: wake)
        exchange(&loop, delegate: delegate)
        let exit = Self.collect(spawned.pidfd)
        loop.readReports(delegate)
        loop.readLog(delegate, isLast: true)
        let fault = state.withLockedValue { state -> String? in
            state.socket = -1
            state.pidfd = -1
            return state.fault ?? loop.fault
        }
        close(spawned.wire_fd)
        close(spawned.log_fd)
        close(spawned.report_fd)
        close(spawned.pidfd)
        return (exit, fault)
    }

    /// Moves bytes until the process or its socket ends, or it has to go.
    private func exchange(_ loop: inout RunnerLoop, delegate: any RunnerProcessDelegate) {
        // Whatever waits for this thread next, its callers do not.
        defer { executor.leave(number) }
        var jobs: [UnownedJob] = []
        while true {
            if executor.runJobs(as: number, batch: &jobs) {
                let received = loop.readAhead(delegate)
                if received == .end { break }
                if received == .bytes { continue }
            }
            let now = MonotonicClock.now()
            let nextTick = tickIfDue(now, delegate)
            let (hasQueue, mustStop) = state.withLockedValue { ($0.queueStart < $0.queue.count, $0.mustStop) }
            if mustStop { break }
            let mayWait = executor.mayWait(as: number)
            let event = loop.poll(wantsToWrite: hasQueue, until: nextTick, waits: mayWait)
            executor.woke(as: number)
            if event.canWrite { flush() }
            if event.hasReports { loop.readReports(delegate) }
            if event.hasLog { loop.readLog(delegate, isLast: false) }
            if event.hasBytes || event.hasExited {
                guard loop.readMessages(delegate, untilEmpty: event.hasExited) else { break }
            }
            if event.hasExited { return }
        }
        executor.leave(number)
        // A process that closed its end, or broke the wire's rules, may well be exiting by itself: its own exit code
        // says more than ours.
        let patience = MonotonicClock.now() + (loop.fault == nil ? 500_000_000 : 0)
        while !state.withLockedValue({ $0.mustStop }), MonotonicClock.now() < patience, !loop.hasExited(within: 20) {}
        state.withLockedValue { state in _ = ow_kill_runner(state.pidfd) }
    }

    /// Runs the delegate's tick if its time has come; returns the time of the next one.
    private func tickIfDue(_ now: UInt64, _ delegate: any RunnerProcessDelegate) -> UInt64 {
        let isDue = state.withLockedValue { state -> Bool in
            guard state.nextTick <= now else { return false }
            state.nextTick = .max
            return true
        }
        let next = isDue ? delegate.runnerTick(now: now) : .max
        return state.withLockedValue { state in
            state.nextTick = min(state.nextTick, next)
            return state.nextTick
        }
    }

    private func flush() {
        state.withLockedValue { state in
            guard state.socket >= 0 else { return }
            state.queueStart = Self.write(state.queue, from: state.queueStart, to: state.socket)
            if state.queueStart == state.queue.count {
                state.queue.removeAll(keepingCapacity: state.queue.capacity <= 1 << 20)
                state.queueStart = 0
            } else if state.queueStart > 4 << 20 {
                state.queue.removeFirst(state.queueStart)
                state.queueStart = 0
            }
        }
    }

    /// Waits for a process that has ended or has been killed.
    private static func collect(_ pidfd: Int32) -> RunnerExit {
        var poll = [pollfd(fd: pidfd, events: Int16(POLLIN), revents: 0)]
        var exit = ow_exit()
        while true {
            let status = ow_reap_runner(pidfd, &exit)
            if status == 0 { return RunnerExit(code: exit.code, signal: exit.signal) }
            // Somebody else took the exit status: the process is gone, how it went is not known.
            guard status == -EAGAIN else { return RunnerExit(code: -1, signal: 0) }
            Glibc.poll(&poll, 1, 1_000)
        }
    }

    /// Writes what the socket takes at once; returns the new position. A dead socket takes everything: the thread sees
    /// its end by itself.
    private static func write(_ bytes: [UInt8], from start: Int, to socket: Int32) -> Int {
        bytes.withUnsafeBytes { buffer in
            var position = start
            while position < buffer.count {
                let sent = Glibc.send(
                    socket, buffer.baseAddress?.advanced(by: position), buffer.count - position,
                    sendFlags)
                if sent > 0 {
                    position += sent
                } else if errno == EAGAIN {
                    return position
                } else if errno != EINTR {
                    return buffer.count
                }
            }
            return position
        }
    }

    static func signal(_ descriptor: Int32) {
        guard descriptor >= 0 else { return }
        var one: UInt64 = 1
        _ = Glibc.write(descriptor, &one, 8)
    }

    static func drain(_ descriptor: Int32) {
        var count: UInt64 = 0
        _ = Glibc.read(descriptor, &count, 8)
    }

    static func wait(_ poll: inout [pollfd], until time: UInt64, now: UInt64) {
        let milliseconds: Int32 =
            time == .max ? -1 : time <= now ? 0 : Int32(clamping: (time - now + 999_999) / 1_000_000)
        Glibc.poll(&poll, nfds_t(poll.count), milliseconds)
    }
}

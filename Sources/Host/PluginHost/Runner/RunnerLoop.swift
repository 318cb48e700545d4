import CRunnerSpawn
import Glibc

/// The descriptors of one runner as its thread sees them: what to wait for, and what to do with the bytes.
struct RunnerLoop {
    struct Event {
        var hasBytes = false
        var canWrite = false
        var hasLog = false
        var hasReports = false
        var hasExited = false
    }

    private static let readAheadLimit = 32
    private static let logReadSize = 64 * 1024
    private static let lineLimit = 1_024
    /// Bytes of stderr per second beyond which lines are counted and dropped.
    private static let logRate = 16 * 1024

    private let socket: Int32
    private let log: Int32
    private let pidfd: Int32
    private let wake: Int32
    private var reports: RunnerReportPipe
    private let poller: Int32
    private let timer: Int32
    /// What the timer is set to.
    private var timerTime = UInt64.max
    private var assembler = FrameAssembler()
    private var line: [UInt8] = []
    private var isLogOpen = true
    private var polls = 0
    private var readsAhead = 0
    /// Whether looking ahead paid the last times.
    private var luck = 0
    private var watchesWriting = false
    private var logBudget = RunnerLoop.logRate
    private var logWindow: UInt64 = 0
    private var droppedLines = 0
    /// Why the stream cannot be trusted any more.
    private(set) var fault: String?

    /// Poller and timer are used by nobody else; the caller closes them.
    init(
        socket: Int32, log: Int32, reports: Int32, pidfd: Int32, wake: Int32, poller: Int32, timer: Int32
    ) {
        self.socket = socket
        self.log = log
        self.reports = RunnerReportPipe(descriptor: reports)
        self.pidfd = pidfd
        self.wake = wake
        self.poller = poller
        self.timer = timer
        for descriptor in [socket, log, reports, pidfd, wake, timer] {
            _ = ow_poller_watch(poller, descriptor, OW_POLLER_READ)
        }
    }

    /// Waits until something is ready or the time has come; only looks if `waits` is false.
    mutating func poll(wantsToWrite: Bool, until time: UInt64, waits: Bool) -> Event {
        // Set again after it went off, too: what is due may not be done yet.
        if time != timerTime {
            timerTime = time
            ow_timer_set(timer, time)
        }
        if wantsToWrite != watchesWriting {
            watchesWriting = wantsToWrite
            _ = ow_poller_watch(poller, socket, OW_POLLER_READ | (wantsToWrite ? OW_POLLER_WRITE : 0))
        }
        polls &+= 1
        readsAhead = 0
        var result = Event()
        withUnsafeTemporaryAllocation(of: ow_ready.self, capacity: 8) { ready in
            let count = ow_poller_wait(poller, ready.baseAddress, waits ? 1 : 0)
            for event in ready[..<Int(count)] {
                switch event.fd {
                case socket:
                    result.hasBytes = event.events & OW_POLLER_READ != 0
                    result.canWrite = event.events & OW_POLLER_WRITE != 0
                case log: result.hasLog = true
                case reports.descriptor: result.hasReports = true
                case pidfd: result.hasExited = true
                case timer:
                    // Never again until it is set again.
                    timerTime = .max
                    ow_timer_set(timer, .max)
                case wake: RunnerProcess.drain(wake)
                default: break
                }
            }
        }
        return result
    }

    func hasExited(within milliseconds: Int32) -> Bool {
        var polls = [pollfd(fd: pidfd, events: Int16(POLLIN), revents: 0)]
        return Glibc.poll(&polls, 1, milliseconds) > 0
    }

    /// Reads once, or until nothing is left. False if the socket has ended or the stream is broken.
    mutating func readMessages(_ delegate: any RunnerProcessDelegate, untilEmpty: Bool) -> Bool {
        repeat {
            switch read(delegate) {
            case .nothing: return true
            case .end: return false
            case .bytes: continue
            }
        } while untilEmpty
        return true
    }

    /// Hands over what the runner reported about itself.
    mutating func readReports(_ delegate: any RunnerProcessDelegate) {
        let descriptor = reports.descriptor
        for report in reports.read() { delegate.runnerReported(report) }
        if descriptor >= 0, reports.descriptor < 0 { _ = ow_poller_watch(poller, descriptor, 0) }
    }

    enum Received {
        case bytes, nothing, end
    }

    /// Looks for a reply without waiting for one, where that paid of late: on a busy machine the runner often answers
    /// before this thread is on again. After some such looks the other descriptors are due, and the answer is `nothing`.
    mutating func readAhead(_ delegate: any RunnerProcessDelegate) -> Received {
        guard readsAhead < Self.readAheadLimit else { return .nothing }
        readsAhead += 1
        guard luck > 0 || readsAhead == 1 && polls.isMultiple(of: Self.readAheadLimit) else { return .nothing }
        let received = read(delegate)
        luck = received == .bytes ? min(luck + 1, 4) : max(luck - 1, 0)
        return received
    }

    private mutating func read(_ delegate: any RunnerProcessDelegate) -> Received {
        let count = assembler.receive { recv(socket, $0.baseAddress, $0.count, RunnerProcess.receiveFlags) }
        if count < 0 { return errno == EAGAIN || errno == EINTR ? .nothing : .end }
        guard count > 0 else { return .end }
        do throws(WireFault) {
            while let message = try assembler.next() { delegate.runnerReceived(message) }
        } catch {
            fault = "the runner broke the wire's rules: \(error)"
            return .end
        }
        return .bytes
    }

    /// Hands over complete lines of stderr, and the incomplete one at the end.
    mutating func readLog(_ delegate: any RunnerProcessDelegate, isLast: Bool) {
        guard isLogOpen else { return }
        var buffer = [UInt8](repeating: 0, count: Self.logReadSize)
        var rounds = 0
        while isLogOpen, rounds < 16 {
            rounds += 1
            let count = buffer.withUnsafeMutableBytes { Glibc.read(log, $0.baseAddress, $0.count) }
            if count < 0 { break }
            if count == 0 {
                isLogOpen = false
                _ = ow_poller_watch(poller, log, 0)
            }
            admit(count, delegate)
            for byte in buffer[..<count] {
                if byte == UInt8(ascii: "\n") {
                    endLine(delegate)
                } else if line.count < Self.lineLimit {
                    line.append(byte)
                }
            }
            if !isLast { break }
        }
        if isLast || !isLogOpen { endLine(delegate) }
    }

    private mutating func admit(_ count: Int, _ delegate: any RunnerProcessDelegate) {
        let now = MonotonicClock.now()
        if now - logWindow >= 1_000_000_000 {
            logWindow = now
            logBudget = Self.logRate
            if droppedLines > 0 {
                delegate.runnerWroteLog("(\(droppedLines) lines dropped)")
                droppedLines = 0
            }
        }
        logBudget -= count
    }

    private mutating func endLine(_ delegate: any RunnerProcessDelegate) {
        guard !line.isEmpty else { return }
        if logBudget > -Self.logRate {
            delegate.runnerWroteLog(SafeText.line(line))
        } else {
            droppedLines += 1
        }
        line.removeAll(keepingCapacity: true)
    }
}

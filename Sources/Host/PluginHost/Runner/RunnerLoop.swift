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

    private static let readSize = 256 * 1024
    private static let lineLimit = 1_024
    /// Bytes of stderr per second beyond which lines are counted and dropped.
    private static let logRate = 16 * 1024

    private let socket: Int32
    private let log: Int32
    private let pidfd: Int32
    private let wake: Int32
    private var reports: RunnerReportPipe
    private var assembler = FrameAssembler()
    private var buffer = [UInt8](repeating: 0, count: RunnerLoop.readSize)
    private var line: [UInt8] = []
    private var isLogOpen = true
    private var logBudget = RunnerLoop.logRate
    private var logWindow: UInt64 = 0
    private var droppedLines = 0
    /// Why the stream cannot be trusted any more.
    private(set) var fault: String?

    init(socket: Int32, log: Int32, reports: Int32, pidfd: Int32, wake: Int32) {
        self.socket = socket
        self.log = log
        self.reports = RunnerReportPipe(descriptor: reports)
        self.pidfd = pidfd
        self.wake = wake
    }

    func poll(wantsToWrite: Bool, until time: UInt64, now: UInt64) -> Event {
        let readable = Int16(POLLIN)
        var polls = [
            pollfd(fd: socket, events: wantsToWrite ? readable | Int16(POLLOUT) : readable, revents: 0),
            pollfd(fd: pidfd, events: readable, revents: 0),
            pollfd(fd: wake, events: readable, revents: 0),
            pollfd(fd: isLogOpen ? log : -1, events: readable, revents: 0),
            pollfd(fd: reports.descriptor, events: readable, revents: 0),
        ]
        RunnerProcess.wait(&polls, until: time, now: now)
        if polls[2].revents != 0 { RunnerProcess.drain(wake) }
        return Event(
            hasBytes: polls[0].revents & ~Int16(POLLOUT) != 0, canWrite: polls[0].revents & Int16(POLLOUT) != 0,
            hasLog: polls[3].revents != 0, hasReports: polls[4].revents != 0, hasExited: polls[1].revents != 0)
    }

    func hasExited(within milliseconds: Int32) -> Bool {
        var polls = [pollfd(fd: pidfd, events: Int16(POLLIN), revents: 0)]
        return Glibc.poll(&polls, 1, milliseconds) > 0
    }

    /// Reads once, or until nothing is left. False if the socket has ended or the stream is broken.
    mutating func readMessages(_ delegate: any RunnerProcessDelegate, untilEmpty: Bool) -> Bool {
        repeat {
            let count = buffer.withUnsafeMutableBytes {
                recv(socket, $0.baseAddress, $0.count, RunnerProcess.receiveFlags)
            }
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            guard count > 0 else { return false }
            assembler.receive(buffer[..<count])
            do throws(WireFault) {
                while let message = try assembler.next() { delegate.runnerReceived(message) }
            } catch {
                fault = "the runner broke the wire's rules: \(error)"
                return false
            }
        } while untilEmpty
        return true
    }

    /// Hands over what the runner reported about itself.
    mutating func readReports(_ delegate: any RunnerProcessDelegate) {
        for report in reports.read() { delegate.runnerReported(report) }
    }

    /// Hands over complete lines of stderr, and the incomplete one at the end.
    mutating func readLog(_ delegate: any RunnerProcessDelegate, isLast: Bool) {
        var rounds = 0
        while isLogOpen, rounds < 16 {
            rounds += 1
            let count = buffer.withUnsafeMutableBytes { read(log, $0.baseAddress, min($0.count, 64 * 1024)) }
            if count < 0 { break }
            if count == 0 { isLogOpen = false }
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
        if isLast { endLine(delegate) }
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

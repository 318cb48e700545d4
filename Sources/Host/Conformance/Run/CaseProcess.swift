import CCaseSpawn
import Glibc

/// One process that runs one case, with a limit on its time. Blocks; runs on a thread of its own.
struct CaseProcess {
    struct Ended {
        /// Nil if a signal ended it.
        var exitCode: Int32?
        var signal: Int32?
        var timedOut = false
        /// What came on the report descriptor and on standard error, cut at a limit.
        var report: [UInt8] = []
        var errors: [UInt8] = []
        var milliseconds = 0.0
    }

    private static let reportLimit = 64 << 20
    private static let errorLimit = 64 << 10

    /// Runs a program to its end, or ends it after `seconds`.
    ///
    /// Its environment is empty, its standard input and output are /dev/null and its folder is `/`. It is the leader of a
    /// process group of its own, and whatever is left of that group is ended with it.
    static func run(_ program: String, _ arguments: [String], seconds: Int) throws(ConformanceError) -> Ended {
        let started = now()
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = ow_case_process()
        let code = ow_spawn_case(program, &words, &process)
        guard code == 0 else {
            throw ConformanceError(.driver, "\(program) cannot be started (errno \(-code))")
        }
        defer {
            close(process.report)
            close(process.errors)
        }
        var ended = Ended()
        ended.timedOut = !collect(process, until: started + Double(seconds) * 1_000, into: &ended)
        if ended.timedOut { kill(-process.pid, SIGKILL) }
        var status: Int32 = 0
        while waitpid(process.pid, &status, 0) < 0 && errno == EINTR {}
        kill(-process.pid, SIGKILL)
        ended.milliseconds = now() - started
        let signal = status & 0x7f
        if signal == 0 { ended.exitCode = (status >> 8) & 0xff } else { ended.signal = signal }
        return ended
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
    }

    /// Reads both pipes until the process has ended. False if the time was over before.
    ///
    /// A process that the plugin forked may hold the pipes open for longer, so their end decides nothing.
    private static func collect(_ process: ow_case_process, until: Double, into ended: inout Ended) -> Bool {
        var open = [process.report, process.errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let hasEnded = hasEnded(process.pid)
            let left = until - now()
            if !hasEnded, left <= 0 { return false }
            // Both pipes may be at their end while the process still lives.
            let isSilent = open.allSatisfy { $0.fd < 0 }
            let pause: Int32 = hasEnded ? 0 : isSilent ? 2 : Int32(min(left, 20)) + 1
            let count = poll(&open, 2, pause)
            if hasEnded, count <= 0 { return true }
            for index in 0..<2 where open[index].fd >= 0 && open[index].revents != 0 {
                let count = Glibc.read(open[index].fd, &buffer, buffer.count)
                guard count > 0 else {
                    open[index].fd = -1
                    continue
                }
                if index == 0, ended.report.count < reportLimit { ended.report += buffer[..<count] }
                if index == 1, ended.errors.count < errorLimit { ended.errors += buffer[..<count] }
            }
        }
    }

    /// Leaves the process to be reaped.
    private static func hasEnded(_ pid: pid_t) -> Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
    }
}

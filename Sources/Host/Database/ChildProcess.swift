import CPostgres
import Glibc

/// Starts programs of PostgreSQL so that they cannot outlive the thread that started them.
///
/// Everything here blocks; call it on a dedicated thread.
enum ChildProcess {
    /// Starts a program.
    ///
    /// - Parameters:
    ///   - deathSignal: sent by the kernel when the calling thread ends, for whatever reason.
    ///   - output: a descriptor for its standard output and error.
    static func spawn(
        _ arguments: [String], as account: SystemAccount, deathSignal: String, output: Int32
    ) throws(DatabaseError) -> pid_t {
        var command = ["/usr/bin/setpriv"]
        if account.mustSwitch {
            command += ["--reuid=\(account.user)", "--regid=\(account.group)", "--clear-groups", "--inh-caps=-all"]
        }
        command += ["--pdeathsig", deathSignal, "--"] + arguments
        let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C"]
        var child: pid_t = 0
        let status = CStringList.withPointers(command) { arguments in
            CStringList.withPointers(environment) { environment in
                ow_spawn(&child, output, arguments, environment)
            }
        }
        guard status == 0 else {
            throw DatabaseError(
                .cluster, "cannot start \(arguments.first ?? ""): \(String(cString: strerror(status)))",
                hint: "setpriv of util-linux and PostgreSQL have to be installed")
        }
        return child
    }

    /// Waits for a child and returns its exit status, or 128 plus the signal that ended it.
    static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// Runs a program to its end.
    ///
    /// - Returns: its exit status and the last 2,000 bytes it wrote.
    static func run(
        _ arguments: [String], as account: SystemAccount
    ) throws(DatabaseError) -> (status: Int32, output: String) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemAccount.failure("cannot make a pipe") }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let child: pid_t
        do throws(DatabaseError) {
            child = try spawn(arguments, as: account, deathSignal: "KILL", output: ends[1])
            close(ends[1])
        } catch {
            close(ends[1])
            throw error
        }
        var tail: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            tail += buffer[..<count]
            if tail.count > 2_000 { tail.removeFirst(tail.count - 2_000) }
        }
        return (wait(for: child), String(decoding: tail, as: UTF8.self))
    }
}

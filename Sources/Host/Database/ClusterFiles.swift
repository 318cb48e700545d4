import CPostgres
import Glibc

/// The directory of a private cluster.
///
///     lock                 held by the process that owns the server
///     data/                PostgreSQL's data directory
///     run/                 the socket, unless the path is too long for one
///     socket-directory     where the socket is
///     postgres.log         what the server printed, at most two files of 10 MB at start
///
/// When root owns it, the directory itself stays root's with mode 0711, so that the account PostgreSQL runs as cannot
/// put links where root writes.
struct ClusterFiles: Sendable {
    /// `sun_path` holds 108 bytes with its NUL.
    private static let longestSocketPath = 107
    private static let socketName = "/.s.PGSQL.5432"
    private static let logLimit = 10 << 20

    let directory: String
    let account: SystemAccount

    var data: String { directory + "/data" }
    var log: String { directory + "/postgres.log" }
    private var unfinishedData: String { directory + "/data.new" }
    private var socketRecord: String { directory + "/socket-directory" }

    init(directory: String) throws(DatabaseError) {
        guard directory.hasPrefix("/"), !directory.utf8.contains(0), !directory.contains("\n") else {
            throw DatabaseError(.cluster, "the private database's directory has to be an absolute path")
        }
        self.directory = directory
        account = try SystemAccount.forPostgres()
    }

    /// Creates the directory and takes its lock.
    ///
    /// - Returns: the descriptor that holds the lock, or nil while another process owns the cluster.
    func lock() throws(DatabaseError) -> Int32? {
        let mode: mode_t = account.mustSwitch ? 0o711 : 0o700
        if mkdir(directory, mode) == 0 {
            // The umask may have taken bits away.
            _ = chmod(directory, mode)
        } else if errno != EEXIST {
            throw SystemAccount.failure("cannot create \(directory)")
        }
        if account.mustSwitch, chmod(directory, mode) != 0 { throw SystemAccount.failure("cannot change \(directory)") }
        let descriptor = open(directory + "/lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemAccount.failure("cannot open \(directory)/lock") }
        guard ow_lock_file(descriptor) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    // MARK: - Data directory

    /// Creates the cluster if there is none yet and returns the installation to run it with.
    func prepareData(_ durability: PrivateCluster.Durability) throws(DatabaseError) -> PostgresInstallation {
        try account.checkReachable(data)
        if let text = SmallFile.read(data + "/PG_VERSION"), let version = Int(text.prefix { $0.isNumber }) {
            try account.makePrivateDirectory(data)
            return try PostgresInstallation.matching(version)
        }
        guard access(data, F_OK) != 0 else {
            throw DatabaseError(
                .cluster, "\(data) exists but is no PostgreSQL data directory", hint: "move it away")
        }
        let installation = try PostgresInstallation.newest()
        // A first start that was killed leaves a part; only a finished cluster gets the final name.
        try remove(unfinishedData)
        try account.makePrivateDirectory(unfinishedData)
        var command = [
            installation.binaries + "/initdb", "-D", unfinishedData, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C",
        ]
        if durability == .testing { command.append("--no-sync") }
        let result = try ChildProcess.run(command, as: account)
        guard result.status == 0 else {
            throw DatabaseError(
                .cluster,
                "initdb failed with status \(result.status): "
                    + result.output.split(whereSeparator: \.isNewline).suffix(3).joined(separator: "; "))
        }
        guard rename(unfinishedData, data) == 0 else { throw SystemAccount.failure("cannot rename \(unfinishedData)") }
        return installation
    }

    private func remove(_ path: String) throws(DatabaseError) {
        guard access(path, F_OK) == 0 else { return }
        let ourselves = SystemAccount(user: geteuid(), group: getegid(), mustSwitch: false)
        let result = try ChildProcess.run(["/bin/rm", "-rf", "--", path], as: ourselves)
        guard result.status == 0 else { throw DatabaseError(.cluster, "cannot remove \(path)") }
    }

    // MARK: - Socket directory

    /// Where the owner of the cluster put the socket, nil when it was never started.
    var recordedSocketDirectory: String? {
        SmallFile.read(socketRecord).map { String($0.prefix { $0 != "\n" }) }
    }

    /// Makes the socket's directory, a short one elsewhere when the usual path would be too long, and records it.
    func prepareSocketDirectory() throws(DatabaseError) -> String {
        let usual = directory + "/run"
        let path: String
        if usual.utf8.count + Self.socketName.utf8.count <= Self.longestSocketPath {
            try account.makePrivateDirectory(usual)
            path = usual
        } else if let recorded = recordedSocketDirectory, recorded != usual,
            (try? account.makePrivateDirectory(recorded)) != nil
        {
            path = recorded
        } else {
            path = try makeShortDirectory()
        }
        try SmallFile.write(path + "\n", to: socketRecord)
        return path
    }

    private func makeShortDirectory() throws(DatabaseError) -> String {
        let base = account.mustSwitch && access("/run", W_OK) == 0 ? "/run" : "/tmp"
        var template = Array("\(base)/openwatch-pg-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else { throw SystemAccount.failure("cannot create a directory in \(base)") }
        try account.own(made)
        return made
    }

    /// Removes the socket's directory if it is not inside the cluster's own.
    func removeSocketDirectory(_ path: String) {
        if !path.hasPrefix(directory + "/") { rmdir(path) }
    }

    // MARK: - Log

    /// Opens the log for appending, after setting a long one aside.
    func openLog() throws(DatabaseError) -> Int32 {
        var status = stat()
        if stat(log, &status) == 0, status.st_size > Self.logLimit { rename(log, log + ".1") }
        let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemAccount.failure("cannot open \(log)") }
        return descriptor
    }

    /// The last line the server printed, for an error message.
    var lastLogLine: String? {
        let descriptor = open(log, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let end = lseek(descriptor, 0, SEEK_END)
        lseek(descriptor, max(0, end - 1_000), SEEK_SET)
        var buffer = [UInt8](repeating: 0, count: 1_000)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count], as: UTF8.self).split(whereSeparator: \.isNewline).last.map(
            String.init)
    }

    // MARK: - Left-over servers

    /// Ends a server that a killed owner left behind, and clears a lock file that names somebody else's process.
    ///
    /// Call only while holding the lock. The server is asked to shut down cleanly first.
    func stopOrphan() throws(DatabaseError) {
        let lockFile = data + "/postmaster.pid"
        guard let line = SmallFile.read(lockFile)?.prefix(while: { $0 != "\n" }), let process = pid_t(line),
            process > 0, kill(process, 0) == 0 || errno == EPERM
        else { return }
        guard isServer(process) else {
            // The number was given to another program since; PostgreSQL itself would refuse to start.
            unlink(lockFile)
            return
        }
        for (signal, patience) in [(SIGINT, 60), (SIGQUIT, 10), (SIGKILL, 10)] {
            kill(process, signal)
            for _ in 0..<(patience * 50) {
                guard isServer(process) else { return }
                usleep(20_000)
            }
        }
        throw DatabaseError(.cluster, "a left-over PostgreSQL process (\(process)) does not end")
    }

    /// A postmaster stays in its data directory for as long as it lives.
    private func isServer(_ process: pid_t) -> Bool {
        var working = stat()
        var ours = stat()
        return stat("/proc/\(process)/cwd", &working) == 0 && stat(data, &ours) == 0
            && working.st_ino == ours.st_ino && working.st_dev == ours.st_dev
    }
}

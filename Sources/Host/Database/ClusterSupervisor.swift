import Core
import Glibc
internal import Logging
import NIOConcurrencyHelpers

/// Keeps the server of a private cluster running, from a thread that lives as long as it should.
///
/// The thread matters: the kernel ties the server's life to the thread that started it.
final class ClusterSupervisor: Sendable {
    private enum Phase {
        case stopped, starting
        /// The server runs, or is being started again after it ended by itself.
        case owned
        /// Another process owns the server.
        case shared
        case stopping
    }

    private struct State {
        var phase = Phase.stopped
        var socket: String?
        /// The server's process, until it is reaped.
        var server: pid_t?
        var lock: Int32 = -1
        var waiting: [CheckedContinuation<Void, Never>] = []
        var failure: DatabaseError?
    }

    let logger: Logger
    private let directory: String
    private let durability: PrivateCluster.Durability
    private let state = NIOLockedValueBox(State())

    init(directory: String, durability: PrivateCluster.Durability, logger: Logger) {
        self.directory = directory
        self.durability = durability
        self.logger = logger
    }

    /// Where the running server's socket is, nil while there is none.
    var socketDirectory: String? {
        state.withLockedValue { $0.phase == .owned || $0.phase == .shared ? $0.socket : nil }
    }

    // MARK: - Start

    func start() async throws {
        let mayStart = try state.withLockedValue { state throws(DatabaseError) in
            switch state.phase {
            case .stopped:
                state.phase = .starting
                state.failure = nil
                return true
            case .owned, .shared: return false
            case .starting, .stopping: throw DatabaseError(.cluster, "the private database is starting or stopping")
            }
        }
        guard mayStart else { return }
        do {
            let files = try ClusterFiles(directory: directory)
            let deadline = ContinuousClock.now + .seconds(300)
            while ContinuousClock.now < deadline {
                if let lock = try await DedicatedThread.run(named: "openwatch-initdb", { try files.lock() }) {
                    return try await own(files, lock: lock, until: deadline)
                }
                if let socket = files.recordedSocketDirectory, await accepts(socket) == nil {
                    state.withLockedValue { state in
                        state.phase = .shared
                        state.socket = socket
                    }
                    logger.info("using the private database of another process")
                    return
                }
                try await Task.sleep(for: .milliseconds(100))
            }
            throw DatabaseError(.cluster, "another process holds \(directory)/lock but its server does not answer")
        } catch {
            state.withLockedValue { if $0.phase == .starting { $0.phase = .stopped } }
            throw error
        }
    }

    private func own(_ files: ClusterFiles, lock: Int32, until deadline: ContinuousClock.Instant) async throws {
        state.withLockedValue { $0.lock = lock }
        do {
            let durability = durability
            let (command, socket) = try await DedicatedThread.run(named: "openwatch-initdb") {
                try files.stopOrphan()
                let installation = try files.prepareData(durability)
                let socket = try files.prepareSocketDirectory()
                return (Self.command(installation, files, socket, durability), socket)
            }
            state.withLockedValue { state in
                state.phase = .owned
                state.socket = socket
            }
            try DedicatedThread.start(named: "openwatch-pgsup") { self.supervise(command, files, socket) }
        } catch {
            release()
            throw error
        }
        do {
            try await waitUntilReady(files, until: deadline)
        } catch {
            await stop()
            throw error
        }
    }

    private func waitUntilReady(_ files: ClusterFiles, until deadline: ContinuousClock.Instant) async throws {
        var report = ContinuousClock.now + .seconds(10)
        while let socket = socketDirectory, let error = await accepts(socket) {
            try Task.checkCancellation()
            guard ContinuousClock.now < deadline else {
                throw DatabaseError(.cluster, "the private database does not accept connections", cause: error)
            }
            if ContinuousClock.now > report {
                logger.info("waiting for the private database", metadata: ["reason": "\(error)"])
                report = .now + .seconds(10)
            }
            if let failure = state.withLockedValue({ $0.failure }) { throw failure }
            try await Task.sleep(for: .milliseconds(20))
        }
        guard socketDirectory != nil else { throw DatabaseError(.cluster, "the private database was stopped") }
    }

    /// Tries to connect; nil when that works.
    private func accepts(_ socket: String) async -> DatabaseError? {
        let pairs = "host='\(socket)' user=postgres dbname=postgres"
        let database = Database(
            configuration: DatabaseConfiguration(conninfo: pairs, maxConnections: 1, statementTimeout: 5),
            logger: logger)
        let result: DatabaseError?
        do {
            try await database.ping(timeout: .seconds(5))
            result = nil
        } catch {
            result = error as? DatabaseError ?? DatabaseError(.cluster, "no answer", cause: error)
        }
        await database.close()
        return result
    }

    private static func command(
        _ installation: PostgresInstallation, _ files: ClusterFiles, _ socket: String,
        _ durability: PrivateCluster.Durability
    ) -> [String] {
        // Given on the command line, so that nothing in postgresql.conf opens the server to others.
        var settings = [
            "listen_addresses=", "port=5432", "unix_socket_directories=\(socket)", "unix_socket_permissions=0700",
            "logging_collector=off", "log_destination=stderr", "log_line_prefix=%m [%p] ",
            // The log must not show values: no statements, no "Key (…)=(…)" details.
            "log_error_verbosity=terse", "log_min_error_statement=panic", "log_statement=none", "ssl=off",
            "timezone=UTC", "log_timezone=UTC", "max_wal_senders=0", "wal_level=minimal",
        ]
        switch durability {
        case .full: settings += ["fsync=on", "full_page_writes=on", "max_connections=100"]
        case .testing:
            settings += [
                "fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=400",
                "shared_buffers=32MB", "autovacuum=off",
            ]
        }
        return [installation.binaries + "/postgres", "-D", files.data] + settings.flatMap { ["-c", $0] }
    }

    // MARK: - Supervision

    /// Runs on a thread of its own: starts the server, waits for its end, starts it again unless it was asked to stop.
    private func supervise(_ command: [String], _ files: ClusterFiles, _ socket: String) {
        var failures = 0
        while true {
            let startedAt = ContinuousClock.now
            do {
                try files.stopOrphan()
                let status = try runServer(command, files)
                guard let status else { break }
                // A server that never came up says why in its log; one that ran for a while is simply started again.
                failures = startedAt.duration(to: .now) > .seconds(30) ? 0 : failures + 1
                let reason = files.lastLogLine ?? "no output"
                logger.error(
                    "the private database ended by itself", metadata: ["status": "\(status)", "log": "\(reason)"])
                let failure = DatabaseError(
                    .cluster, "the private database ended with status \(status): \(reason)", hint: "see \(files.log)")
                if failures >= 3 { state.withLockedValue { $0.failure = failure } }
            } catch {
                failures += 1
                logger.error("the private database cannot be started", metadata: ["error": "\(error)"])
                state.withLockedValue { $0.failure = error as? DatabaseError }
            }
            for _ in 0..<(min(failures * failures, 100)) where !isStopping { usleep(100_000) }
            if isStopping { break }
        }
        files.removeSocketDirectory(socket)
        release()
    }

    private var isStopping: Bool { state.withLockedValue { $0.phase == .stopping } }

    /// - Returns: the exit status of a server that ended by itself, nil when it was asked to end.
    private func runServer(_ command: [String], _ files: ClusterFiles) throws -> Int32? {
        let log = try files.openLog()
        defer { close(log) }
        // Under the lock, so that `stop()` either prevents the start or sees the process.
        let server = try state.withLockedValue { state throws(DatabaseError) -> pid_t? in
            guard state.phase == .owned else { return nil }
            let server = try ChildProcess.spawn(command, as: files.account, deathSignal: "INT", output: log)
            state.server = server
            return server
        }
        guard let server else { return nil }
        // Not reaped yet, so the number cannot be given to another process while `stop()` may still signal it.
        var info = siginfo_t()
        while waitid(P_PID, id_t(server), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        return state.withLockedValue { state in
            state.server = nil
            let status = ChildProcess.wait(for: server)
            return state.phase == .owned ? status : nil
        }
    }

    // MARK: - Stop

    /// Returns when the server has ended: after at most a minute of clean shutdown it is forced to.
    func stop() async {
        let mustWait = state.withLockedValue { state in
            switch state.phase {
            case .owned: state.phase = .stopping
            case .shared: state.phase = .stopped
            default: break
            }
            return state.phase == .stopping
        }
        guard mustWait else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                self.signal(SIGINT)
                for (signal, patience) in [(SIGQUIT, 60), (SIGKILL, 10)] {
                    guard (try? await Task.sleep(for: .seconds(patience))) != nil else { return }
                    self.signal(signal)
                }
            }
            await withCheckedContinuation { continuation in
                let hasEnded = state.withLockedValue { state in
                    if state.phase == .stopping { state.waiting.append(continuation) }
                    return state.phase != .stopping
                }
                if hasEnded { continuation.resume() }
            }
            group.cancelAll()
        }
    }

    private func signal(_ number: Int32) {
        state.withLockedValue { state in
            if let server = state.server { kill(server, number) }
        }
    }

    /// Gives the cluster up to whoever takes its lock next.
    private func release() {
        let (lock, waiting) = state.withLockedValue { state in
            defer {
                state.phase = .stopped
                state.lock = -1
                state.waiting = []
            }
            return (state.lock, state.waiting)
        }
        if lock >= 0 { close(lock) }
        for continuation in waiting { continuation.resume() }
    }
}

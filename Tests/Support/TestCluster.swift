internal import Database
import Foundation
import Glibc
package import Logging
import NIOConcurrencyHelpers

/// One PostgreSQL server for the whole test process, started by the first test that needs it.
///
/// The server ends with the process, however that ends; a small watcher process then removes the directory.
package actor TestCluster {
    package static let shared = TestCluster()

    private let cluster: PrivateCluster
    private let directory: String
    private var started: Task<Void, any Error>?
    private var admin: Database?
    private var templates: [String: Task<String, any Error>] = [:]
    private var nextClone = 0

    private init() {
        directory = NSTemporaryDirectory() + "openwatch-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        cluster = PrivateCluster(directory: directory, durability: .testing, logger: .quiet)
    }

    /// The connection string of a database in the test server.
    package func conninfo(database: String) async throws -> String {
        try await start()
        return try cluster.conninfo(database: database)
    }

    /// Creates a database that has the given migrations applied, as a copy of a template made once per set of them.
    ///
    /// - Returns: the new database's name.
    func makeDatabase(_ migrations: [Migration]) async throws -> String {
        let admin = try await start()
        let template = try await template(for: migrations)
        nextClone += 1
        let name = "clone_\(nextClone)"
        try await admin.execute("CREATE DATABASE \(name) TEMPLATE \(template) STRATEGY FILE_COPY")
        return name
    }

    func dropDatabase(_ name: String) async throws {
        try await admin?.execute("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    @discardableResult
    private func start() async throws -> Database {
        let task = started ?? Task { try await self.startServer() }
        started = task
        try await task.value
        guard let admin else { throw DatabaseError(.cluster, "the test server did not start") }
        return admin
    }

    private func startServer() async throws {
        try Janitor.watch(directory)
        let conninfo = try await cluster.start()
        admin = Database(
            configuration: DatabaseConfiguration(conninfo: conninfo, maxConnections: 4, statementTimeout: 120),
            logger: .quiet)
    }

    private func template(for migrations: [Migration]) async throws -> String {
        guard !migrations.isEmpty else { return "template0" }
        let key = migrations.map { "\($0.version) \($0.checksum)" }.joined(separator: "\n")
        let number = templates.count
        let task = templates[key] ?? Task { try await self.makeTemplate("template_\(number)", migrations) }
        templates[key] = task
        return try await task.value
    }

    private func makeTemplate(_ name: String, _ migrations: [Migration]) async throws -> String {
        try await cluster.createDatabase(named: name)
        let database = Database(
            configuration: DatabaseConfiguration(conninfo: try cluster.conninfo(database: name)), logger: .quiet)
        let migrator = Migrator(database: database, migrations: migrations, logger: .quiet, appliedBy: "test")
        do {
            _ = try await migrator.migrate()
            // A connection to the template would make copying it fail.
            await database.close()
        } catch {
            await database.close()
            throw error
        }
        return name
    }
}

extension Logger {
    /// Says nothing.
    package static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
}

/// Removes a directory after this process has ended, however it ends.
private enum Janitor {
    private static let pipes = NIOLockedValueBox<[FileHandle]>([])

    /// The shell reads from a pipe that only this process can write to, so it learns of our end by end-of-file; it
    /// then gives the server time to shut down.
    static func watch(_ directory: String) throws {
        let process = Process()
        // Not through setsid: that forks and ends, and a child that has ended and that nobody reaps keeps the monitor of
        // exit tests from seeing any other.
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c",
            """
            trap '' INT TERM HUP
            cat >/dev/null
            n=0
            while [ -e "$1/data/postmaster.pid" ] && [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done
            rm -rf -- "$1"
            """, "janitor", directory,
        ]
        let pipe = Pipe()
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        pipes.withLockedValue { $0.append(pipe.fileHandleForWriting) }
    }
}

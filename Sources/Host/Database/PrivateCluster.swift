package import Logging
import NIOConcurrencyHelpers

/// A PostgreSQL server of our own, so that a machine needs no database set up.
///
/// It listens on a Unix socket in a private directory and nowhere else. It is a child of this process and ends with
/// it, also when this process is killed. Of several processes that start the same directory one owns the server and
/// the others use it.
package struct PrivateCluster: Sendable {
    /// What a power failure may cost.
    package enum Durability: Sendable {
        /// Nothing that was committed.
        case full
        /// The whole cluster. For tests.
        case testing
    }

    private let supervisor: ClusterSupervisor

    /// - Parameter directory: an absolute path whose parent exists; created if it is missing.
    package init(directory: String, durability: Durability = .full, logger: Logger) {
        supervisor = ClusterSupervisor(directory: directory, durability: durability, logger: logger)
    }

    /// The directory of PostgreSQL's programs: of the newest version under `/usr/lib/postgresql` (Debian) or
    /// `/usr/pgsql-*` (Red Hat).
    package static func locateBinaries() throws -> String {
        try PostgresInstallation.newest().binaries
    }

    /// Starts the server, creating the cluster and the database `openwatch` the first time, and waits until it
    /// accepts connections. Recovers after a crash, which may take minutes.
    ///
    /// - Returns: the connection string of the database `openwatch`.
    package func start() async throws -> String {
        try await supervisor.start()
        try await createDatabase(named: "openwatch")
        return try conninfo(database: "openwatch")
    }

    /// Shuts the server down cleanly, disconnecting its clients. Does nothing to a server another process owns.
    package func stop() async {
        await supervisor.stop()
    }

    /// Creates a database if it does not exist.
    package func createDatabase(named name: String) async throws {
        let database = Database(
            configuration: DatabaseConfiguration(
                conninfo: try conninfo(database: "postgres"), maxConnections: 1, statementTimeout: 300),
            logger: supervisor.logger)
        do {
            let found = try await database.query("SELECT 1 FROM pg_database WHERE datname = $1", [.text(name)])
            if found.isEmpty {
                try await database.execute("CREATE DATABASE \(Self.quoted(name)) TEMPLATE template0 ENCODING 'UTF8'")
            }
        } catch let error as DatabaseError where error.sqlState == "42P04" || error.sqlState == "23505" {
            // Another process created it in between.
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    /// The connection string of a database in the running cluster.
    package func conninfo(database: String) throws -> String {
        guard let socket = supervisor.socketDirectory else {
            throw DatabaseError(.cluster, "the private database is not running")
        }
        return "host=\(Self.escaped(socket)) user=postgres dbname=\(Self.escaped(database))"
    }

    private static func quoted(_ identifier: String) -> String {
        "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func escaped(_ value: String) -> String {
        "'" + value.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] } + "'"
    }
}

import Database
import Foundation
import Logging
import TestSupport

/// A private PostgreSQL cluster that survives power failures, as the product runs it, in a directory of its own.
struct BenchCluster: Sendable {
    let cluster: PrivateCluster
    let database: Database
    let conninfo: String
    private let directory: String

    static func with(
        state: String, migrations: [Migration], _ body: (BenchCluster) async throws -> Void
    ) async throws {
        let directory = "\(state)/openwatch-bench-pg-\(getpid())"
        let cluster = PrivateCluster(directory: directory, durability: .full, logger: .quiet)
        let conninfo = try await cluster.start()
        let database = Database(
            configuration: DatabaseConfiguration(conninfo: conninfo, maxConnections: 12), logger: .quiet)
        var failure: (any Error)?
        do {
            _ = try await Migrator(database: database, migrations: migrations, logger: .quiet, appliedBy: "bench")
                .migrate()
            try await body(
                BenchCluster(cluster: cluster, database: database, conninfo: conninfo, directory: directory))
        } catch {
            failure = error
        }
        await database.close()
        await cluster.stop()
        try? FileManager.default.removeItem(atPath: directory)
        if let failure { throw failure }
    }

    /// CPU time of the server and its backends so far.
    func cpuTime() -> UInt64 {
        guard let text = try? String(contentsOfFile: "\(directory)/data/postmaster.pid", encoding: .utf8),
            let postmaster = text.split(separator: "\n").first.flatMap({ pid_t($0) })
        else { return 0 }
        return CPUTime.tree(postmaster)
    }

    /// Runs one of PostgreSQL's programs and returns what it printed.
    func program(_ name: String, _ arguments: [String]) async throws -> String {
        try await Program.run(["\(PrivateCluster.locateBinaries())/\(name)"] + arguments)
    }
}

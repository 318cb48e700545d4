package import Database
internal import Logging

/// A database of a test's own in the test server.
package struct TestDatabase: Sendable {
    package let database: Database
    package let name: String
    package let conninfo: String

    /// - Parameter migrations: applied before; the work is done once per process for each set.
    package static func make(migrations: [Migration] = [], maxConnections: Int = 8) async throws -> TestDatabase {
        let name = try await TestCluster.shared.makeDatabase(migrations)
        let conninfo = try await TestCluster.shared.conninfo(database: name)
        return TestDatabase(
            database: Database(
                configuration: DatabaseConfiguration(conninfo: conninfo, maxConnections: maxConnections),
                logger: .quiet), name: name, conninfo: conninfo)
    }

    /// Another pool on the same database, with its own settings.
    package func pool(
        maxConnections: Int = 8, statementTimeout: Int = 30, leaseTimeout: Duration = .seconds(10),
        idleTimeout: Duration = .seconds(300)
    ) -> Database {
        Database(
            configuration: DatabaseConfiguration(
                conninfo: conninfo, maxConnections: maxConnections, statementTimeout: statementTimeout,
                leaseTimeout: leaseTimeout, idleTimeout: idleTimeout), logger: .quiet)
    }

    /// Closes the pool and drops the database.
    package func drop() async {
        await database.close()
        try? await TestCluster.shared.dropDatabase(name)
    }
}

/// Runs a test with a database of its own and drops it afterwards.
package func withTestDatabase<Result: Sendable>(
    migrations: [Migration] = [], maxConnections: Int = 8, _ body: (TestDatabase) async throws -> Result
) async throws -> Result {
    let test = try await TestDatabase.make(migrations: migrations, maxConnections: maxConnections)
    do {
        let result = try await body(test)
        await test.drop()
        return result
    } catch {
        await test.drop()
        throw error
    }
}

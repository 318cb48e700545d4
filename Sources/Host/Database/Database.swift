package import Logging
import ServiceLifecycle

/// A pool of connections to PostgreSQL.
///
/// Statements can be run before `run()`: connections open when they are needed. `run()` adds what a server wants:
/// idle connections are closed, and notifications arrive. Each call here is a transaction of its own.
package final class Database: SQLExecutor, Service {
    /// How often a transaction is run again after a serialization failure or a deadlock.
    private static let transactionRetries = 3

    private let pool: ConnectionPool
    private let notifier: Notifier
    private let logger: Logger

    package init(configuration: DatabaseConfiguration, logger: Logger) {
        let pool = ConnectionPool(configuration: configuration, logger: logger)
        self.pool = pool
        self.logger = logger
        notifier = Notifier(pool: pool, logger: logger)
    }

    // MARK: - Statements

    package func query(_ sql: String, _ parameters: [SQLValue]) async throws -> [Row] {
        try await run([Statement(sql, parameters)]).first?.rows ?? []
    }

    @discardableResult
    package func execute(_ sql: String, _ parameters: [SQLValue]) async throws -> Int {
        try await run([Statement(sql, parameters)]).first?.affectedRows ?? 0
    }

    @discardableResult
    package func batch(_ statements: [(sql: String, parameters: [SQLValue])]) async throws -> [Int] {
        guard !statements.isEmpty else { return [] }
        return try await run(statements.map { try Statement($0.sql, $0.parameters) }).map(\.affectedRows)
    }

    private func run(
        _ statements: [Statement], _ interrupt: StatementInterrupt = StatementInterrupt()
    ) async throws -> [ResultSet] {
        let connection = try await pool.lease(interrupt)
        let reply = await withTaskCancellationHandler {
            await connection.run(statements, interrupt)
        } onCancel: {
            interrupt.cancel()
        }
        pool.release(connection, reply.state)
        return try reply.get()
    }

    // MARK: - Transactions

    /// Runs `body` between BEGIN and COMMIT on one connection.
    ///
    /// When the body throws, the transaction is rolled back and the error is thrown on. After a serialization failure
    /// or a deadlock the whole body runs again, up to three times, so it must not do anything that cannot be repeated.
    /// A body that returns although a statement of its failed gets that statement's error thrown; nothing is
    /// committed. When the task is cancelled before the commit, the transaction is rolled back. The task's
    /// ``CommitHooks/current`` has the last word before the commit.
    package func transaction<Result: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        var attempt = 0
        while true {
            let mark = TransactionMark()
            do {
                return try await runOnce(mark, body)
            } catch {
                let failure = mark.failure ?? error as? DatabaseError
                guard failure?.code == .serialization, attempt < Self.transactionRetries, !Task.isCancelled else {
                    throw error
                }
                attempt += 1
                logger.debug("transaction repeated", metadata: ["sqlstate": "\(failure?.sqlState ?? "")"])
                // Random, so that two transactions in each other's way do not meet again. A cancelled task fails to
                // get a connection.
                try? await Task.sleep(for: .milliseconds(Int64.random(in: 1...(20 << attempt))))
            }
        }
    }

    private func runOnce<Result: Sendable>(
        _ mark: TransactionMark, _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        let connection = try await pool.lease(StatementInterrupt())
        let result: Result
        do {
            let transaction = Transaction(connection: connection, mark: mark)
            result = try await body(transaction)
            if mark.failure == nil { try await CommitHooks.current?.willCommit(transaction) }
            if let failure = mark.failure { throw failure }
            if Task.isCancelled { throw DatabaseError(.cancelled, "the task was cancelled before the commit") }
        } catch {
            mark.end()
            let reply = await connection.end(.rollback)
            pool.release(connection, reply.state)
            throw error
        }
        mark.end()
        let reply = await connection.end(.commit)
        pool.release(connection, reply.state)
        if let failure = reply.failure {
            mark.note(failure)
            throw failure
        }
        return result
    }

    // MARK: - Health

    /// Checks that a statement can be run now.
    ///
    /// - Throws: `timeout` when that takes longer than `timeout`, whatever the server or the network does.
    package func ping(timeout: Duration) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Without grace: a server that does not answer is not asked to cancel either.
                _ = try await self.run([Statement("SELECT 1")], StatementInterrupt(grace: .zero))
            }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw DatabaseError(.timeout, "the database did not answer within \(timeout)")
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// How many connections are open or opening.
    package var openConnections: Int { pool.openCount }

    // MARK: - Service

    /// Keeps the pool and the notifications until graceful shutdown or cancellation, then closes every connection.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.notifier.run() }
                group.addTask {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: .seconds(15))
                        self.pool.closeIdle()
                    }
                }
            }
        }
        await close()
    }

    /// Ends every stream of notifications, refuses further statements, and closes connections as they become free.
    package func close() async {
        notifier.finish()
        await pool.close()
    }

    /// The payloads sent with NOTIFY on a channel, while `run()` runs.
    ///
    /// An empty payload means "anything may have changed, read again". It comes first when listening has begun,
    /// after each reconnect, and when the reader was so slow that payloads were dropped (more than 256 waiting).
    package func notifications(on channel: String) -> AsyncStream<String> {
        notifier.subscribe(to: channel)
    }

    /// A connection of its own for work that must not share one, such as migrations.
    func dedicatedConnection() async throws -> Connection {
        let connection = try pool.makeConnection()
        let interrupt = StatementInterrupt()
        try await withTaskCancellationHandler {
            try await connection.open(interrupt)
        } onCancel: {
            interrupt.cancel()
        }
        return connection
    }
}

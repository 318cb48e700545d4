import NIOConcurrencyHelpers

/// One statement with its encoded parameters.
struct Statement: Sendable {
    let sql: String
    let parameters: ParameterBuffer

    init(_ sql: String, _ parameters: [SQLValue] = []) throws(DatabaseError) {
        // libpq would send only the part before it.
        guard !sql.utf8.contains(0) else { throw DatabaseError(.query, "the statement holds a NUL character") }
        self.sql = sql
        self.parameters = try ParameterBuffer(parameters)
    }
}

/// One connection to the server, entered only by its own thread.
actor Connection {
    /// What became of a call, and of the connection.
    struct Reply: Sendable {
        let results: [ResultSet]
        let failure: DatabaseError?
        let state: PostgresLink.TransactionState

        func get() throws(DatabaseError) -> [ResultSet] {
            if let failure { throw failure }
            return results
        }
    }

    /// How long a connection may take to be made.
    private static let connectTimeout = Duration.seconds(10)

    private let parameters: ConnectionParameters
    private let thread = ConnectionThread()
    private let wakeup = Wakeup()
    private let socket = NIOLockedValueBox<Int32>(-1)
    private let patience: Duration?
    private var link: PostgresLink?
    private var statements = StatementCache()

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(parameters: ConnectionParameters) {
        self.parameters = parameters
        // The server's own limit comes first and gives the better error; this one is for a server that hangs.
        patience = parameters.statementTimeout > 0 ? .seconds(parameters.statementTimeout + 5) : nil
    }

    deinit {
        thread.stop()
    }

    /// Whether the server has hung up on this idle connection.
    nonisolated var looksDead: Bool {
        SocketPoll.hasInput(socket.withLockedValue { $0 })
    }

    /// Makes the thread return from waiting for notifications.
    nonisolated func wake() {
        wakeup.signal()
    }

    func open(_ interrupt: StatementInterrupt) throws(DatabaseError) {
        let made = try PostgresLink(
            parameters: parameters, wakeup: wakeup, interrupt: interrupt, deadline: .now + Self.connectTimeout)
        socket.withLockedValue { $0 = made.descriptor }
        link = made
    }

    func close() {
        socket.withLockedValue { $0 = -1 }
        link = nil
        statements.reset()
    }

    /// Runs statements in one round trip; together they are one transaction unless one is open already.
    ///
    /// - Parameter transaction: the transaction they belong to; opened by its first statement.
    func run(
        _ batch: [Statement], in transaction: TransactionMark? = nil, _ interrupt: StatementInterrupt
    ) -> Reply {
        guard let link else {
            return failed(DatabaseError(.unreachable, "the connection to the database is closed"))
        }
        if let transaction, transaction.hasEnded {
            return failed(DatabaseError(.transactionEnded, "a transaction was used after its end"))
        }
        deallocateEvicted(link, interrupt)
        let begins = transaction != nil && link.transactionState == .idle
        let mayRepeat = link.transactionState == .idle && transaction == nil
        var outcome = attempt(batch, begins: begins, link, interrupt)
        if outcome.failedPreparedStatement {
            statements.invalidate()
            if mayRepeat {
                outcome = attempt(batch, begins: begins, link, interrupt)
            } else if let failure = outcome.failure {
                // The transaction is lost, but running it again on fresh statements works.
                outcome.failure = DatabaseError(
                    .serialization, failure.message, cause: failure, sqlState: failure.sqlState)
            }
        }
        return Reply(
            results: outcome.results.compactMap { $0 }, failure: outcome.failure, state: link.transactionState)
    }

    /// Ends the open transaction, if any. A transaction that has failed is rolled back even when asked to commit.
    func end(_ command: TransactionEnd) -> Reply {
        guard let link else {
            return failed(DatabaseError(.unreachable, "the connection to the database was lost"))
        }
        switch (link.transactionState, command) {
        case (.idle, _): return Reply(results: [], failure: nil, state: .idle)
        case (.broken, _): return failed(DatabaseError(.unreachable, "the connection to the database was lost"))
        case (.open, .commit): return finish(link, "COMMIT")
        default: return finish(link, "ROLLBACK")
        }
    }

    /// Runs a text of several statements; nothing of it is cached.
    func runScript(_ sql: String, _ interrupt: StatementInterrupt) throws(DatabaseError) {
        guard let link else { throw DatabaseError(.unreachable, "the connection to the database is closed") }
        try link.runScript(sql, interrupt: interrupt)
    }

    var transactionState: PostgresLink.TransactionState { link?.transactionState ?? .broken }

    /// Blocks this connection's thread until notifications arrive, `wake()` is called, or `limit` passes.
    func notifications(waitingFor limit: Duration) throws(DatabaseError) -> [(channel: String, payload: String)] {
        guard let link else { throw DatabaseError(.unreachable, "the connection to the database is closed") }
        return try link.notifications(waitingFor: limit)
    }

    // MARK: - Steps

    private func attempt(
        _ batch: [Statement], begins: Bool, _ link: PostgresLink, _ interrupt: StatementInterrupt
    ) -> PostgresLink.Outcome {
        var steps: [PostgresLink.Step] = []
        // Where each statement's result stands among the steps.
        var positions: [Int] = []
        var prepared: [(sql: String, name: String, position: Int)] = []
        if begins, let begin = try? ParameterBuffer([]) { steps.append(.execute(sql: "BEGIN", begin)) }
        for statement in batch {
            if let known = statements.entry(for: statement.sql) {
                steps.append(.executePrepared(name: known.name, statement.parameters, layout: known.layout))
            } else if let fresh = prepared.first(where: { $0.sql == statement.sql }) {
                steps.append(.executePrepared(name: fresh.name, statement.parameters, layout: nil))
            } else if statement.sql.utf8.count > StatementCache.longestText {
                steps.append(.execute(sql: statement.sql, statement.parameters))
            } else {
                let name = statements.makeName()
                prepared.append((statement.sql, name, steps.count))
                steps.append(.prepare(name: name, sql: statement.sql))
                steps.append(.executePrepared(name: name, statement.parameters, layout: nil))
            }
            positions.append(steps.count - 1)
        }
        var outcome = link.run(steps, interrupt: interrupt, patience: patience)
        for entry in prepared where outcome.results[entry.position] != nil {
            statements.insert(entry.sql, name: entry.name)
        }
        for (statement, position) in zip(batch, positions) {
            guard let layout = outcome.results[position]?.layout else { continue }
            statements.learn(layout, of: statement.sql)
        }
        outcome.results = positions.map { outcome.results[$0] }
        return outcome
    }

    private func finish(_ link: PostgresLink, _ command: String) -> Reply {
        guard let none = try? ParameterBuffer([]) else { return failed(DatabaseError(.query, command)) }
        // Never interrupted: the caller has to know how the transaction ended.
        let outcome = link.run(
            [.execute(sql: command, none)], interrupt: StatementInterrupt(), patience: patience)
        return Reply(results: [], failure: outcome.failure, state: link.transactionState)
    }

    private func deallocateEvicted(_ link: PostgresLink, _ interrupt: StatementInterrupt) {
        guard statements.evicted.count >= 16, link.transactionState == .idle, let none = try? ParameterBuffer([])
        else { return }
        for name in statements.takeEvicted() {
            _ = link.run([.execute(sql: "DEALLOCATE \(name)", none)], interrupt: interrupt, patience: patience)
        }
    }

    private func failed(_ error: DatabaseError) -> Reply {
        Reply(results: [], failure: error, state: link?.transactionState ?? .broken)
    }
}

enum TransactionEnd: Sendable {
    case commit, rollback
}

/// Tells a connection's thread whether the transaction that a call belongs to is still running.
final class TransactionMark: Sendable {
    private let state = NIOLockedValueBox<(hasEnded: Bool, failure: DatabaseError?)>((false, nil))

    var hasEnded: Bool { state.withLockedValue { $0.hasEnded } }

    /// The first failure of a statement, which decides whether running the body again may help.
    var failure: DatabaseError? { state.withLockedValue { $0.failure } }

    func end() {
        state.withLockedValue { $0.hasEnded = true }
    }

    func note(_ failure: DatabaseError) {
        state.withLockedValue { if $0.failure == nil { $0.failure = failure } }
    }
}

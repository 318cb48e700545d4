import CPostgres
import Glibc

/// One libpq connection in pipeline mode: sends, waits, receives.
///
/// Blocks its thread and is confined to it; `Connection` is the actor that sees to that. Waiting ends when the
/// server answers, when the interrupt fires (the server is then asked to cancel), or at the deadline.
final class PostgresLink {
    /// One message of a pipeline.
    enum Step {
        case prepare(name: String, sql: String)
        case executePrepared(name: String, ParameterBuffer, layout: ColumnLayout?)
        case execute(sql: String, ParameterBuffer)
    }

    /// What came back for the steps of one pipeline.
    struct Outcome {
        /// One entry per step; nil for a step that failed or was skipped after a failure.
        var results: [ResultSet?]
        var failure: DatabaseError?
        var failedPreparedStatement = false
    }

    enum TransactionState {
        case idle, open, failed, broken
    }

    private let connection: OpaquePointer
    private let parameters: ConnectionParameters
    private let wakeup: Wakeup
    private var isBroken = false

    /// Connects.
    ///
    /// - Throws: `unreachable`, or `cancelled` when the interrupt fires first.
    init(
        parameters: ConnectionParameters, wakeup: Wakeup, interrupt: StatementInterrupt,
        deadline: ContinuousClock.Instant
    ) throws(DatabaseError) {
        let made = CStringList.withPointers(parameters.pairs.map(\.keyword)) { keywords in
            CStringList.withPointers(parameters.pairs.map(\.value)) { values in
                PQconnectStartParams(keywords, values, 0)
            }
        }
        guard let made else { throw DatabaseError(.unreachable, "libpq has no memory for a connection") }
        connection = made
        self.parameters = parameters
        self.wakeup = wakeup
        ow_discard_notices(made)
        try connect(interrupt, deadline)
        try checkServer()
        guard PQsetnonblocking(made, 1) == 0, PQenterPipelineMode(made) == 1 else { throw lost() }
    }

    deinit {
        PQfinish(connection)
    }

    /// The socket, to look for unexpected input while the connection is idle.
    var descriptor: Int32 { PQsocket(connection) }

    var transactionState: TransactionState {
        guard !isBroken, PQstatus(connection) == CONNECTION_OK else { return .broken }
        switch PQtransactionStatus(connection) {
        case PQTRANS_IDLE: return .idle
        case PQTRANS_INTRANS: return .open
        case PQTRANS_INERROR: return .failed
        default: return .broken
        }
    }

    // MARK: - Statements

    /// Sends every step and one sync, then reads all answers.
    ///
    /// - Parameter patience: the longest time without an answer, nil for no limit.
    func run(_ steps: [Step], interrupt: StatementInterrupt, patience: Duration?) -> Outcome {
        var outcome = Outcome(results: Array(repeating: nil, count: steps.count))
        guard !isBroken, steps.allSatisfy(send), PQpipelineSync(connection) == 1 else {
            isBroken = true
            outcome.failure = lost()
            return outcome
        }
        var waiter = AnswerWaiter(interrupt: interrupt, patience: patience, wakeup: wakeup)
        do throws(DatabaseError) {
            try receive(steps, into: &outcome, &waiter)
            try waiter.settle()
        } catch {
            isBroken = true
            outcome.failure = error
        }
        return outcome
    }

    /// Runs a text that may hold several statements, through the simple protocol.
    func runScript(_ sql: String, interrupt: StatementInterrupt) throws(DatabaseError) {
        guard !sql.utf8.contains(0) else { throw DatabaseError(.query, "the script holds a NUL character") }
        guard !isBroken, PQexitPipelineMode(connection) == 1, PQsendQuery(connection, sql) == 1 else {
            isBroken = true
            throw lost()
        }
        var waiter = AnswerWaiter(interrupt: interrupt, patience: nil, wakeup: wakeup)
        var failure: DatabaseError?
        do throws(DatabaseError) {
            while let result = try nextResult(&waiter) {
                defer { PQclear(result) }
                guard PQresultStatus(result) == PGRES_FATAL_ERROR, failure == nil else { continue }
                failure = ServerReport(result: result).error(cancelledByUs: interrupt.isCancelled)
            }
            try waiter.settle()
        } catch {
            isBroken = true
            throw error
        }
        guard PQstatus(connection) == CONNECTION_OK, PQenterPipelineMode(connection) == 1 else {
            isBroken = true
            throw failure ?? lost()
        }
        if let failure { throw failure }
    }

    // MARK: - Notifications

    /// Waits for notifications, a signal of the wakeup, or the end of `limit`, and returns what arrived.
    func notifications(waitingFor limit: Duration) throws(DatabaseError) -> [(channel: String, payload: String)] {
        var found = takeNotifications()
        guard found.isEmpty else { return found }
        let readiness = SocketPoll.wait(PQsocket(connection), writable: false, wakeup: wakeup, atMost: limit)
        if readiness.isWoken { wakeup.drain() }
        guard readiness.isReady else { return [] }
        guard PQconsumeInput(connection) == 1 else {
            isBroken = true
            throw lost()
        }
        found = takeNotifications()
        return found
    }

    private func takeNotifications() -> [(channel: String, payload: String)] {
        var found: [(channel: String, payload: String)] = []
        while let notification = PQnotifies(connection) {
            found.append(
                (String(cString: notification.pointee.relname), String(cString: notification.pointee.extra)))
            PQfreemem(notification)
        }
        return found
    }

    // MARK: - Connecting

    private func connect(
        _ interrupt: StatementInterrupt, _ deadline: ContinuousClock.Instant
    ) throws(DatabaseError) {
        interrupt.attach(wakeup)
        defer { interrupt.attach(nil) }
        var next = PGRES_POLLING_WRITING
        while PQstatus(connection) != CONNECTION_BAD {
            if interrupt.isCancelled { throw DatabaseError(.cancelled, "cancelled while connecting") }
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else {
                throw DatabaseError(.unreachable, "the database did not answer in time")
            }
            let readiness = SocketPoll.wait(
                PQsocket(connection), writable: next == PGRES_POLLING_WRITING, wakeup: wakeup, atMost: left)
            if readiness.isWoken { wakeup.drain() }
            guard readiness.isReady else { continue }
            next = PQconnectPoll(connection)
            if next == PGRES_POLLING_OK { return }
            if next == PGRES_POLLING_FAILED { break }
        }
        throw lost()
    }

    private func checkServer() throws(DatabaseError) {
        let version = PQserverVersion(connection)
        guard version >= 130_000 else {
            throw DatabaseError(
                .unreachable, "the server runs PostgreSQL \(version / 10_000)", hint: "use PostgreSQL 13 or newer")
        }
        let encoding = PQparameterStatus(connection, "server_encoding").map { String(cString: $0) }
        guard encoding == "UTF8" else {
            throw DatabaseError(
                .unreachable, "the database's encoding is \(encoding ?? "unknown")",
                hint: "create it with ENCODING 'UTF8' TEMPLATE template0")
        }
    }

    /// libpq's own account of why there is no connection.
    private func lost() -> DatabaseError {
        let text = parameters.redact(String(cString: PQerrorMessage(connection)))
        return DatabaseError(.unreachable, text.isEmpty ? "the connection to the database was lost" : text)
    }

    // MARK: - Sending and receiving

    private func send(_ step: Step) -> Bool {
        switch step {
        case .prepare(let name, let sql):
            PQsendPrepare(connection, name, sql, 0, nil) == 1
        case .executePrepared(let name, let values, _):
            values.withPointers { pointers in
                PQsendQueryPrepared(connection, name, Int32(values.count), pointers, nil, nil, 0) == 1
            }
        case .execute(let sql, let values):
            values.withPointers { pointers in
                PQsendQueryParams(connection, sql, Int32(values.count), nil, pointers, nil, nil, 0) == 1
            }
        }
    }

    private func receive(
        _ steps: [Step], into outcome: inout Outcome, _ waiter: inout AnswerWaiter
    ) throws(DatabaseError) {
        var position = 0
        while true {
            guard let result = try nextResult(&waiter) else {
                // The end of one step's answers.
                position += 1
                guard PQstatus(connection) == CONNECTION_OK, position <= steps.count else {
                    throw outcome.failure ?? lost()
                }
                continue
            }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                PQclear(result)
                return
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                guard position < steps.count else {
                    PQclear(result)
                    continue
                }
                outcome.results[position] = ResultSet(owning: result, layout: steps[position].layout)
            case PGRES_FATAL_ERROR:
                defer { PQclear(result) }
                guard outcome.failure == nil else { continue }
                let report = ServerReport(result: result)
                outcome.failedPreparedStatement = report.isStalePreparedStatement
                outcome.failure = redacted(report.error(cancelledByUs: waiter.hasAskedToCancel))
            case PGRES_PIPELINE_ABORTED:
                PQclear(result)
            default:
                PQclear(result)
                throw DatabaseError(.query, "COPY is not supported here")
            }
        }
    }

    private func redacted(_ error: DatabaseError) -> DatabaseError {
        DatabaseError(
            error.code, parameters.redact(error.message), hint: error.hint, sqlState: error.sqlState,
            constraint: error.constraint)
    }

    private func nextResult(_ waiter: inout AnswerWaiter) throws(DatabaseError) -> OpaquePointer? {
        while true {
            let unsent = PQflush(connection)
            guard unsent >= 0 || PQstatus(connection) == CONNECTION_OK else { throw lost() }
            if unsent == 0, PQisBusy(connection) == 0 { break }
            let isReady = try waiter.wait(PQsocket(connection), writable: unsent > 0) { PQgetCancel(self.connection) }
            // A failed read leaves the server's last words, if any, to PQgetResult.
            if isReady, PQconsumeInput(connection) == 0 { break }
        }
        let result = PQgetResult(connection)
        if result != nil { waiter.noteProgress() }
        return result
    }
}

extension PostgresLink.Step {
    fileprivate var layout: ColumnLayout? {
        if case .executePrepared(_, _, let layout) = self { return layout }
        return nil
    }
}

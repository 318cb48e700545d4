/// A running transaction, valid inside the body that `Database.transaction` gave it to.
///
/// Calls made at the same time run one after another. A statement that fails leaves the transaction unusable: the
/// body should let the error out, and even when it does not, nothing is committed.
package final class Transaction: SQLExecutor {
    private let connection: Connection
    private let mark: TransactionMark

    init(connection: Connection, mark: TransactionMark) {
        self.connection = connection
        self.mark = mark
    }

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

    private func run(_ statements: [Statement]) async throws -> [ResultSet] {
        guard !mark.hasEnded else {
            throw DatabaseError(.transactionEnded, "a transaction was used after its end")
        }
        let interrupt = StatementInterrupt()
        let reply = await withTaskCancellationHandler {
            await connection.run(statements, in: mark, interrupt)
        } onCancel: {
            interrupt.cancel()
        }
        if let failure = reply.failure { mark.note(failure) }
        return try reply.get()
    }
}

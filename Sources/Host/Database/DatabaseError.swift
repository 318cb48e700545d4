/// What went wrong between OpenWatch and PostgreSQL.
///
/// `message` and `hint` are safe to log: they hold no parameter values and no password from the connection string.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; switch with a default.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case unreachable, poolExhausted, constraint, query, serialization, timeout, cancelled, decoding
            case invalidParameter, migration, cluster, transactionEnded
        }

        private let kind: Kind

        package var description: String { kind.rawValue }

        /// No connection could be made, or the connection was lost.
        package static let unreachable = Code(kind: .unreachable)
        /// Every connection stayed busy for longer than a caller may wait.
        package static let poolExhausted = Code(kind: .poolExhausted)
        /// A constraint refused the change; `sqlState` and `constraint` say which.
        package static let constraint = Code(kind: .constraint)
        /// The server refused the statement for another reason, such as its syntax.
        package static let query = Code(kind: .query)
        /// A serialization failure or deadlock. `Database.transaction` has already retried it.
        package static let serialization = Code(kind: .serialization)
        /// The statement, or the wait for a lock, took longer than it may.
        package static let timeout = Code(kind: .timeout)
        /// The task was cancelled, or an administrator cancelled the statement.
        package static let cancelled = Code(kind: .cancelled)
        /// A column is missing, has another type, or is unexpectedly null.
        package static let decoding = Code(kind: .decoding)
        /// A parameter cannot be sent, such as text that holds a NUL byte.
        package static let invalidParameter = Code(kind: .invalidParameter)
        /// The schema cannot be brought to this binary's version.
        package static let migration = Code(kind: .migration)
        /// The private PostgreSQL cluster cannot be started.
        package static let cluster = Code(kind: .cluster)
        /// A transaction was used after its body had ended.
        package static let transactionEnded = Code(kind: .transactionEnded)
    }

    package let code: Code
    package let message: String
    package let hint: String?
    package let cause: (any Error)?
    /// The five-character SQLSTATE, when the server reported one.
    package let sqlState: String?
    /// The name of the violated constraint, when there is one.
    package let constraint: String?

    package init(
        _ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil, sqlState: String? = nil,
        constraint: String? = nil
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
        self.sqlState = sqlState
        self.constraint = constraint
    }

    package var description: String {
        var text = "\(code): \(message)"
        if let sqlState { text += " (SQLSTATE \(sqlState))" }
        if let hint { text += "; \(hint)" }
        return text
    }

    /// Whether a unique constraint (or the named one) refused the change.
    package func isUniqueViolation(of constraint: String? = nil) -> Bool {
        sqlState == "23505" && (constraint == nil || constraint == self.constraint)
    }
}

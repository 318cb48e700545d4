/// Why the command cannot do what it was asked to.
struct ServerError: Error, Sendable, CustomStringConvertible {
    struct Code: Hashable, Sendable {
        private enum Value {
            case configuration, keyFile, schema, notFound, failed
        }

        private let value: Value

        static let configuration = Code(value: .configuration)
        /// A key or certificate file is missing, unreadable or open to others.
        static let keyFile = Code(value: .keyFile)
        /// The database's schema does not fit this version.
        static let schema = Code(value: .schema)
        static let notFound = Code(value: .notFound)
        static let failed = Code(value: .failed)
    }

    let code: Code
    /// Safe to log.
    let message: String
    /// What to do about it.
    let hint: String?
    let cause: (any Error)?

    init(_ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    var description: String { hint.map { "\(message)\n  \($0)" } ?? message }
}

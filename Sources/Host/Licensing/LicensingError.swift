/// What goes wrong with licence and key files, apart from what a licence itself is refused for.
package struct LicensingError: Error, Sendable, CustomStringConvertible {
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case file, key, order
        }

        private let value: Value

        /// A file cannot be read or written, or others than its owner can change it.
        package static let file = Code(value: .file)
        /// A key file does not hold the key it should.
        package static let key = Code(value: .key)
        /// A licence that is to be issued makes no sense.
        package static let order = Code(value: .order)

        package var description: String { value.rawValue }
    }

    package let code: Code
    /// Safe to log.
    package let message: String
    package let hint: String?
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    package var description: String { hint.map { "\(message); \($0)" } ?? message }
}

/// What goes wrong inside the identity area, apart from what callers are told.
package struct IdentityError: Error, Sendable, CustomStringConvertible {
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case passwordHashing, secretUnreadable, keyInvalid, policyMissing, breachList
        }

        private let value: Value

        package static let passwordHashing = Code(value: .passwordHashing)
        /// A stored secret cannot be decrypted: another key, another row, or damage.
        package static let secretUnreadable = Code(value: .secretUnreadable)
        /// A key file of the server does not hold the key it should.
        package static let keyInvalid = Code(value: .keyInvalid)
        /// The database lost the row of the sign-in policy.
        package static let policyMissing = Code(value: .policyMissing)
        /// The file of breached passwords cannot be used.
        package static let breachList = Code(value: .breachList)

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

package import Contract

/// Why a password is refused.
package struct PasswordViolation: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: String, Sendable, CaseIterable {
        case tooShort = "too_short"
        case tooLong = "too_long"
        /// It holds the user name or the e-mail address.
        case containsAccount = "contains_account"
        /// It is one of those that everybody tries first.
        case common
        /// The operator's list of breached passwords has it.
        case breached
        /// It is the one that it should replace.
        case unchanged
    }

    package let reason: Reason
    /// A sentence for the user; holds nothing of the password.
    package let message: String

    package init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    package var description: String { message }

    /// The violation as an operation answers it.
    ///
    /// - Parameter field: the wire name of the field that held the password.
    package func error(field: String = "new_password", code: ErrorCode = .authPasswordPolicy) -> APIError {
        APIError(code, message, detail: ["field": .string(field), "reason": .string(reason.rawValue)])
    }
}

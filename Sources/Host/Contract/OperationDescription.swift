/// What the contract says about one operation. Routes are made from it, and one test compares it with what is served.
package struct OperationDescription: Hashable, Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"
        case patch = "PATCH"

        /// Whether a request may have an effect, so that it needs a CSRF token on a cookie session.
        package var isUnsafe: Bool { self != .get }
    }

    /// Who may call.
    package enum Access: Hashable, Sendable {
        case anonymous
        case authenticated
        case permission(Permission)
    }

    /// What the operation does with an `Idempotency-Key`.
    package enum Idempotency: Sendable {
        /// Ignores it.
        case none
        case accepted
        /// Answers 400 when there is none.
        case required
    }

    package let operationID: String
    package let method: Method
    /// The whole path with its parameters in braces, for example `/api/v1/hosts/{id}/connectivity:check`.
    package let path: String
    package let access: Access
    /// The licence feature that the caller's installation needs.
    package let feature: LicenseFeature?
    package let idempotency: Idempotency
    package let successStatus: Int
    /// Every error code that the operation can answer with, ordered by status.
    package let errors: [ErrorCode]
    /// Every audit event that the operation can cause.
    package let auditEvents: [AuditEvent]
}

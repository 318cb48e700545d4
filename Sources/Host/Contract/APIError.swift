/// An error that an operation answers with; the web layer turns it into the envelope.
///
/// The message and detail reach the caller, so they hold no secrets and nothing about the server's inside.
package struct APIError: Error, Equatable, Sendable {
    package var code: ErrorCode
    /// One sentence for a human.
    package var message: String
    /// Fields of the code, as `contract/error-codes.yaml` lists them.
    package var detail: [String: DetailValue]
    /// Response headers that go with the error, for example `Retry-After`.
    package var headers: [String: String]
    /// Whether the same request can succeed later. Starts as the registry says; a service that knows better sets it.
    package var retryable: Bool
    /// `Set-Cookie` values that go with the error.
    package var cookies: [String] = []

    package init(
        _ code: ErrorCode,
        _ message: String,
        detail: [String: DetailValue] = [:],
        headers: [String: String] = [:],
        retryable: Bool? = nil
    ) {
        self.code = code
        self.message = message
        self.detail = detail
        self.headers = headers
        self.retryable = retryable ?? code.retryable
    }
}

extension APIError: CustomStringConvertible {
    package var description: String { "\(code): \(message)" }
}

/// Remembers the answers to requests that carry an `Idempotency-Key`, per actor and key.
package protocol IdempotencyStore: Sendable {
    /// Claims the key for this request, or says what an earlier request with it came to.
    func begin(key: String, actor: String, requestHash: [UInt8]) async throws -> IdempotencyDecision

    /// Keeps the answer, for 24 hours.
    func complete(key: String, actor: String, status: Int, body: [UInt8]) async throws

    /// Gives the key back after a failure, so that a retry runs.
    func abandon(key: String, actor: String) async throws
}

package enum IdempotencyDecision: Sendable {
    case proceed
    /// The same request was answered before.
    case replay(status: Int, body: [UInt8])
    /// The key was used for another request.
    case reused
    /// The first request with this key is still running.
    case inFlight
}

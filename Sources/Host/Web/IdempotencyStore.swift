package import Core

/// Remembers the answers to requests that carry an `Idempotency-Key`, per actor and key.
package protocol IdempotencyStore: Sendable {
    /// Claims the key for this request, or says what an earlier request with it came to.
    func begin(key: String, actor: String, requestHash: [UInt8]) async throws -> IdempotencyDecision

    /// Runs a request under its claim: keeps the claim alive meanwhile, and lets what the request commits commit with
    /// the record of it, see ``IdempotencyClaim``.
    func perform(
        _ claim: IdempotencyClaim, _ body: @Sendable () async throws -> APIResponse
    ) async throws -> APIResponse

    /// Keeps the answer, for 24 hours.
    func complete(_ claim: IdempotencyClaim, _ answer: StoredAnswer) async throws

    /// Gives the key back after a failure, so that a retry runs. Has no effect on a claim with a stored answer.
    func abandon(_ claim: IdempotencyClaim) async throws
}

package enum IdempotencyDecision: Sendable {
    case proceed(IdempotencyClaim)
    /// The same request was answered before.
    case replay(StoredAnswer)
    /// The key was used for another request.
    case reused(firstSeen: Timestamp)
    /// The first request with this key is still running.
    case inFlight
    /// The first request took effect and its server died before it answered.
    case answerLost(firstSeen: Timestamp)
}

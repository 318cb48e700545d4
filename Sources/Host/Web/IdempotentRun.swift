import Contract
import Crypto
import Logging

/// Runs a request at most once per actor and `Idempotency-Key`.
///
/// A repetition gets the first answer; while the first request runs it waits for it. Callers without an identity and
/// operations whose contract does not speak of keys run as if there were none.
struct IdempotentRun: Sendable {
    let store: any IdempotencyStore
    /// How long a repetition waits for the first answer.
    let waitSeconds: Int
    let logger: Logger

    /// - Parameter target: method, path and query as they were sent.
    func answer(_ request: APIRequest, target: String, route: Route) async throws -> APIResponse {
        guard let key = request.headers[SecurityHeaders.idempotencyKey], route.operation.method.isUnsafe,
            route.operation.idempotency != .none, request.caller.kind != .anonymous, let id = request.caller.id
        else { return try await route.handler(request) }
        guard (1...128).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw APIError.headerInvalid("Idempotency-Key", "Idempotency-Key is 1 to 128 printable ASCII characters")
        }
        var hash = SHA256()
        hash.update(data: Array("\(target)\n".utf8))
        hash.update(data: request.body)
        let actor = "\(request.caller.kind.rawValue):\(id)"
        switch try await decide(key: key, actor: actor, hash: Array(hash.finalize())) {
        case .replay(let answer): return answer.response
        case .reused(let firstSeen):
            throw APIError(
                .idempotencyKeyReused, "This Idempotency-Key was used for another request",
                detail: ["first_seen_at": .string(firstSeen.description)])
        case .answerLost(let firstSeen):
            throw APIError(
                .idempotencyAnswerLost,
                "The first request with this Idempotency-Key took effect, but its answer was lost; read the resource",
                detail: ["first_seen_at": .string(firstSeen.description)])
        case .inFlight:
            throw APIError(
                .idempotencyInFlight, "The first request with this Idempotency-Key is still running",
                headers: ["Retry-After": "5"])
        case .proceed(let claim): return try await run(request, route: route, claim: claim)
        }
    }

    /// Asks until there is something other to say than that the first request runs, or the time is over.
    private func decide(key: String, actor: String, hash: [UInt8]) async throws -> IdempotencyDecision {
        let end = ContinuousClock.now + .seconds(waitSeconds)
        var pause = Duration.milliseconds(20)
        while true {
            let decision = try await store.begin(key: key, actor: actor, requestHash: hash)
            guard case .inFlight = decision, ContinuousClock.now + pause < end else { return decision }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(400))
        }
    }

    private func run(_ request: APIRequest, route: Route, claim: IdempotencyClaim) async throws -> APIResponse {
        defer { claim.close() }
        // Such an answer says nothing that the transaction could change.
        if route.operation.successStatus == 204 {
            IdempotencyClaim.$current.withValue(claim) { IdempotencyClaim.offer(.noContent) }
        }
        let response: APIResponse
        do {
            response = try await store.perform(claim) { try await route.handler(request) }
        } catch {
            claim.close()
            if Self.hadNoEffect(claim, error) { await settle(claim, nil) }
            throw error
        }
        claim.close()
        if let answer = StoredAnswer(response) {
            if answer != claim.stored { await settle(claim, answer) }
        } else if claim.stored == nil, !claim.hasEffect || !(200..<300).contains(response.status) {
            await settle(claim, nil)
        }
        return response
    }

    /// Whether the key may be given back. After a commit only a refusal on purpose says that nothing was done; a fault of
    /// the server leaves open how far it came.
    private static func hadNoEffect(_ claim: IdempotencyClaim, _ error: any Error) -> Bool {
        guard claim.stored == nil else { return false }
        guard claim.hasEffect else { return true }
        let faults: Set<ErrorCode> = [.serverError, .serverInternal, .serverUnavailable, .serverTimeout]
        return (error as? APIError).map { !faults.contains($0.code) } ?? false
    }

    /// Keeps the answer, or gives the key back; also for a client who is gone, who may come again.
    private func settle(_ claim: IdempotencyClaim, _ answer: StoredAnswer?) async {
        let work = Task { [store] in
            if let answer { try await store.complete(claim, answer) } else { try await store.abandon(claim) }
        }
        do {
            try await work.value
        } catch {
            // The request is done whatever becomes of its record, and the record is on the safe side.
            logger.warning("an idempotency record could not be settled", metadata: ["error": "\(error)"])
        }
    }
}

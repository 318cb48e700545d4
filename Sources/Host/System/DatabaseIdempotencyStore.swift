import Contract
import Core
package import Database
import Foundation
package import Web

/// Keeps answers in the database, so that a retry finds them whichever server it meets.
///
/// A claim is a lease that its run renews. Whatever transaction the run commits writes the claim's row as well, in the
/// same transaction and only if the claim is still its own. So a claim without a lease and without an effect can be taken
/// over safely, and one with an effect never runs again.
package struct DatabaseIdempotencyStore: IdempotencyStore {
    /// A request that was cut off with its server blocks its key no longer than this.
    private static let leaseSeconds = 20
    private static let renewalSeconds = 5

    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    package func begin(key: String, actor: String, requestHash: [UInt8]) async throws -> IdempotencyDecision {
        if let decision = try await known(key: key, actor: actor, requestHash: requestHash) { return decision }
        let claim = IdempotencyClaim(key: key, actor: actor, id: .v7())
        // The second half of the condition waits for a transaction that is about to commit, and then sees its effect.
        let claimed = try await database.query(
            """
            INSERT INTO idempotency_keys AS known (actor_id, key, request_hash, claim_id, lease_until, expires_at)
            VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5::bigint), now() + interval '24 hours')
            ON CONFLICT (actor_id, key) DO UPDATE SET request_hash = excluded.request_hash,
                claim_id = excluded.claim_id, lease_until = excluded.lease_until, effect_at = NULL,
                response_status = NULL, response_headers = NULL, response_body = NULL, created_at = now(),
                expires_at = excluded.expires_at
            WHERE known.expires_at <= now()
                OR (known.response_status IS NULL AND known.effect_at IS NULL AND known.lease_until <= now())
            RETURNING true AS claimed
            """, [.text(actor), .text(key), .bytes(requestHash), .uuid(claim.id), .int(Self.leaseSeconds)])
        guard claimed.isEmpty else { return .proceed(claim) }
        // Given back between two statements: whoever asks again finds out.
        return try await known(key: key, actor: actor, requestHash: requestHash) ?? .inFlight
    }

    /// What the key's row says; nil if the key is free.
    private func known(key: String, actor: String, requestHash: [UInt8]) async throws -> IdempotencyDecision? {
        let rows = try await database.query(
            """
            SELECT request_hash, response_status, response_headers, response_body, created_at,
                effect_at IS NOT NULL AS has_effect, lease_until > now() AS is_running
            FROM idempotency_keys WHERE actor_id = $1 AND key = $2 AND expires_at > now()
            """, [.text(actor), .text(key)])
        guard let row = rows.first else { return nil }
        let status = try row.optionalInt("response_status")
        let (hasEffect, isRunning) = (try row.bool("has_effect"), try row.bool("is_running"))
        guard status != nil || hasEffect || isRunning else { return nil }
        let firstSeen = try row.timestamp("created_at")
        guard try row.bytes("request_hash") == requestHash else { return .reused(firstSeen: firstSeen) }
        guard let status else { return isRunning ? .inFlight : .answerLost(firstSeen: firstSeen) }
        return .replay(
            StoredAnswer(
                status: status, headers: Self.headers(try row.optionalString("response_headers") ?? ""),
                body: try row.optionalBytes("response_body") ?? []))
    }

    package func perform(
        _ claim: IdempotencyClaim, _ body: @Sendable () async throws -> APIResponse
    ) async throws -> APIResponse {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await renew(claim) }
            defer { group.cancelAll() }
            return try await CommitHooks.$current.withValue(Stamp(claim: claim)) {
                try await IdempotencyClaim.$current.withValue(claim) { try await body() }
            }
        }
    }

    /// A missed renewal does no harm: whoever takes the claim over makes this run's commits fail.
    private func renew(_ claim: IdempotencyClaim) async {
        while (try? await Task.sleep(for: .seconds(Self.renewalSeconds))) != nil {
            _ = try? await database.execute(
                """
                UPDATE idempotency_keys SET lease_until = now() + make_interval(secs => $4::bigint)
                WHERE actor_id = $1 AND key = $2 AND claim_id = $3
                """, [.text(claim.actor), .text(claim.key), .uuid(claim.id), .int(Self.leaseSeconds)])
        }
    }

    package func complete(_ claim: IdempotencyClaim, _ answer: StoredAnswer) async throws {
        _ = try await database.execute(
            """
            UPDATE idempotency_keys SET response_status = $4, response_headers = $5, response_body = $6,
                expires_at = now() + interval '24 hours'
            WHERE actor_id = $1 AND key = $2 AND claim_id = $3
            """,
            [
                .text(claim.actor), .text(claim.key), .uuid(claim.id), .int(answer.status),
                .text(Self.text(answer.headers)), .bytes(answer.body),
            ])
    }

    package func abandon(_ claim: IdempotencyClaim) async throws {
        _ = try await database.execute(
            """
            DELETE FROM idempotency_keys
            WHERE actor_id = $1 AND key = $2 AND claim_id = $3 AND response_status IS NULL
            """, [.text(claim.actor), .text(claim.key), .uuid(claim.id)])
    }

    /// Removes keys whose time is over, a limited number at once.
    ///
    /// - Returns: how many there were; fewer than `limit` when no more are left.
    package func sweep(limit: Int) async throws -> Int {
        try await database.execute(
            """
            DELETE FROM idempotency_keys WHERE (actor_id, key) IN (
                SELECT actor_id, key FROM idempotency_keys WHERE expires_at <= now() ORDER BY expires_at
                LIMIT $1 FOR UPDATE SKIP LOCKED)
            """, [.int(limit)])
    }

    // MARK: Headers

    static func text(_ headers: [StoredAnswer.Header]) -> String {
        headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
    }

    private static func headers(_ text: String) -> [StoredAnswer.Header] {
        text.split(separator: "\n").compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return StoredAnswer.Header(name: String(line[..<colon]), value: String(line[colon...].dropFirst(2)))
        }
    }
}

/// Writes into each transaction of a request that the request took effect, and its answer if it is known.
private struct Stamp: CommitHook {
    let claim: IdempotencyClaim

    func willCommit(_ transaction: Transaction) async throws {
        guard claim.isOpen else { return }
        let answer = claim.offer
        let changed = try await transaction.execute(
            """
            UPDATE idempotency_keys SET effect_at = coalesce(effect_at, now()),
                response_status = coalesce($4, response_status),
                response_headers = coalesce($5, response_headers), response_body = coalesce($6, response_body),
                expires_at = now() + interval '24 hours'
            WHERE actor_id = $1 AND key = $2 AND claim_id = $3
            """,
            [
                .text(claim.actor), .text(claim.key), .uuid(claim.id), .int(optional: answer?.status),
                .text(optional: answer.map { DatabaseIdempotencyStore.text($0.headers) }),
                answer.map { .bytes($0.body) } ?? .null,
            ])
        // The lease ran out and the same request runs elsewhere: one of the two must not commit.
        guard changed == 1 else { throw APIError.unavailable(component: "idempotency") }
        claim.noteEffect(storing: answer)
    }
}

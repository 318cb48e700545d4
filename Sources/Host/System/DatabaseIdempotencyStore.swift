package import Database
package import Web

/// Keeps answers in the database, so that a retry finds them whichever server it meets.
package struct DatabaseIdempotencyStore: IdempotencyStore {
    /// A request that was cut off with its server blocks its key no longer than this.
    private static let inFlightSeconds = 300

    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    package func begin(key: String, actor: String, requestHash: [UInt8]) async throws -> IdempotencyDecision {
        let claimed = try await database.query(
            """
            INSERT INTO idempotency_keys AS known (actor_id, key, request_hash, expires_at)
            VALUES ($1, $2, $3, now() + make_interval(secs => $4::bigint))
            ON CONFLICT (actor_id, key) DO UPDATE SET request_hash = excluded.request_hash, response_status = NULL,
                response_body = NULL, created_at = now(), expires_at = excluded.expires_at
            WHERE known.expires_at <= now()
            RETURNING true AS claimed
            """, [.text(actor), .text(key), .bytes(requestHash), .int(Self.inFlightSeconds)])
        guard claimed.isEmpty else { return .proceed }
        let rows = try await database.query(
            """
            SELECT request_hash, response_status, response_body FROM idempotency_keys
            WHERE actor_id = $1 AND key = $2
            """, [.text(actor), .text(key)])
        // Given back between the two statements: the client may as well retry.
        guard let row = rows.first else { return .inFlight }
        guard try row.bytes("request_hash") == requestHash else { return .reused }
        guard let status = try row.optionalInt("response_status") else { return .inFlight }
        return .replay(status: status, body: try row.optionalBytes("response_body") ?? [])
    }

    package func complete(key: String, actor: String, status: Int, body: [UInt8]) async throws {
        _ = try await database.batch([
            (
                sql: """
                UPDATE idempotency_keys SET response_status = $3, response_body = $4,
                    expires_at = now() + interval '24 hours' WHERE actor_id = $1 AND key = $2
                """,
                parameters: [.text(actor), .text(key), .int(status), .bytes(body)]
            ),
            (sql: "DELETE FROM idempotency_keys WHERE expires_at < now() - interval '1 hour'", parameters: []),
        ])
    }

    package func abandon(key: String, actor: String) async throws {
        _ = try await database.execute(
            "DELETE FROM idempotency_keys WHERE actor_id = $1 AND key = $2 AND response_status IS NULL",
            [.text(actor), .text(key)])
    }
}

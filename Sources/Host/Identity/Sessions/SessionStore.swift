import Contract
import Core
import Database
import Foundation

/// A session with its user, as one look-up gives it.
struct Session: Sendable {
    let id: UUID
    let user: User
    let isRevoked: Bool
    let expiresAt: Timestamp
    let lastSeenAt: Timestamp

    init(row: Row) throws {
        id = try row.uuid("session_id")
        user = try User(row: row)
        isRevoked = try row.bool("is_revoked")
        expiresAt = try row.timestamp("expires_at")
        lastSeenAt = try row.timestamp("last_seen_at")
    }
}

/// Sessions and the refresh tokens that belong to them.
struct SessionStore: Sendable {
    static let idleSeconds: Int64 = 900
    static let absoluteSeconds: Int64 = 43_200
    static let refreshSeconds: Int64 = 604_800

    private static let select = """
        SELECT sessions.id AS session_id, sessions.revoked_at IS NOT NULL AS is_revoked, sessions.expires_at,
            sessions.last_seen_at, \(User.columns)
        FROM sessions JOIN users ON users.id = sessions.user_id AND users.deleted_at IS NULL
        """

    func session(token: SessionToken, from executor: some SQLExecutor) async throws -> Session? {
        try await executor.query("\(Self.select) WHERE token_hash = $1", [.bytes(token.hash)]).first
            .map(Session.init(row:))
    }

    func session(id: UUID, from executor: some SQLExecutor) async throws -> Session? {
        try await executor.query("\(Self.select) WHERE sessions.id = $1", [.uuid(id)]).first.map(Session.init(row:))
    }

    func insert(
        id: UUID, userID: UUID, method: SignInMethod, token: SessionToken, refreshToken: SessionToken, caller: Caller,
        in transaction: Transaction
    ) async throws {
        let now = Timestamp.now()
        try await transaction.batch([
            (
                sql: """
                INSERT INTO sessions (id, user_id, token_hash, auth_method, expires_at, absolute_expires_at,
                    remote_address, user_agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                parameters: [
                    .uuid(id), .uuid(userID), .bytes(token.hash), .text(method.rawValue),
                    .timestamp(now.adding(seconds: Self.idleSeconds)),
                    .timestamp(now.adding(seconds: Self.absoluteSeconds)), .text(optional: caller.address),
                    .text(optional: caller.userAgent),
                ]
            ),
            (
                sql: """
                INSERT INTO refresh_tokens (id, user_id, session_id, token_hash, expires_at)
                VALUES ($1, $2, $3, $4, $5)
                """,
                parameters: [
                    .uuid(.v7()), .uuid(userID), .uuid(id), .bytes(refreshToken.hash),
                    .timestamp(now.adding(seconds: Self.refreshSeconds)),
                ]
            ),
        ])
    }

    /// Moves the idle limit; never past the absolute one.
    func touch(_ id: UUID, in executor: some SQLExecutor) async throws {
        _ = try await executor.execute(
            """
            UPDATE sessions SET last_seen_at = now(),
                expires_at = least(now() + make_interval(secs => $2::bigint), absolute_expires_at) WHERE id = $1
            """, [.uuid(id), .int(Self.idleSeconds)])
    }

    func revoke(_ id: UUID, in transaction: Transaction) async throws {
        try await transaction.batch([
            (
                sql: "UPDATE sessions SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1",
                parameters: [.uuid(id)]
            ),
            (
                sql: "UPDATE refresh_tokens SET revoked_at = coalesce(revoked_at, now()) WHERE session_id = $1",
                parameters: [.uuid(id)]
            ),
        ])
    }
}

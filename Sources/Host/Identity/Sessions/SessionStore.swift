import Contract
import Core
import Database
import Foundation

/// Sessions and the refresh tokens that belong to them.
///
/// Whoever locks rows of both tables takes the session first.
struct SessionStore: Sendable {
    static let refreshSeconds: Int64 = 604_800
    /// How long a replaced session token is still good, for requests that were under way.
    static let previousTokenSeconds = 30
    /// A proof of identity older than this does not count for changing a second factor.
    static let recentAuthenticationSeconds: Int64 = 600

    /// The session of a cookie, by its token or the one before.
    func session(token: SessionToken, from executor: some SQLExecutor) async throws -> Session? {
        try await executor.query(
            """
            SELECT \(Session.columns) FROM \(Session.tables)
            WHERE token_hash = $1 OR (previous_token_hash = $1 AND previous_token_valid_until > now())
            """, [.bytes(token.hash)]
        ).first.map(Session.init(row:))
    }

    func session(id: UUID, from executor: some SQLExecutor) async throws -> Session? {
        try await executor.query(
            "SELECT \(Session.columns) FROM \(Session.tables) WHERE sessions.id = $1", [.uuid(id)]
        ).first.map(Session.init(row:))
    }

    /// A new session and its first refresh token.
    func insert(
        _ issued: IssuedSession, method: SignInMethod, step: SignInStep?, policy: SignInPolicy, caller: Caller,
        in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO sessions (id, user_id, token_hash, auth_method, outstanding_step, expires_at,
                absolute_expires_at, remote_address, user_agent)
            VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6::bigint),
                now() + make_interval(secs => $7::bigint), $8, $9)
            """,
            [
                .uuid(issued.id), .uuid(issued.user.id), .bytes(issued.sessionToken.hash), .text(method.rawValue),
                .text(optional: step?.rawValue), .int(policy.idleSeconds), .int(policy.absoluteSeconds),
                .text(optional: caller.address), .text(optional: caller.userAgent),
            ])
        try await insert(issued.refreshToken, session: issued.id, in: transaction)
    }

    /// Another refresh token of a session; it lives for seven days and no longer than the session may.
    func insert(_ token: SessionToken, session: UUID, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO refresh_tokens (id, user_id, session_id, token_hash, expires_at)
            SELECT $1, user_id, id, $3, least(now() + make_interval(secs => $4::bigint), absolute_expires_at)
            FROM sessions WHERE id = $2
            """, [.uuid(.v7()), .uuid(session), .bytes(token.hash), .int(Self.refreshSeconds)])
    }

    /// Moves the idle limit; never past the absolute one.
    func touch(_ session: Session, in executor: some SQLExecutor) async throws {
        _ = try await executor.execute(
            """
            UPDATE sessions SET last_seen_at = now(),
                expires_at = least(now() + make_interval(secs => $2::bigint), absolute_expires_at) WHERE id = $1
            """, [.uuid(session.id), .int(session.idleSeconds)])
    }

    /// The user has proved again who they are.
    func stampAuthentication(of id: UUID, in executor: some SQLExecutor) async throws {
        _ = try await executor.execute("UPDATE sessions SET authenticated_at = now() WHERE id = $1", [.uuid(id)])
    }

    func setStep(_ step: SignInStep?, of id: UUID, in executor: some SQLExecutor) async throws {
        _ = try await executor.execute(
            "UPDATE sessions SET outstanding_step = $2 WHERE id = $1", [.uuid(id), .text(optional: step?.rawValue)])
    }

    /// Ends a session and its refresh tokens.
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

    /// The sessions that cookies belong to, whether they still live or not.
    func sessionIDs(
        sessionToken: SessionToken?, refreshToken: SessionToken?, from executor: some SQLExecutor
    ) async throws -> [UUID] {
        try await executor.query(
            """
            SELECT id FROM sessions WHERE token_hash = $1 OR previous_token_hash = $1
            UNION SELECT session_id FROM refresh_tokens WHERE token_hash = $2
            """, [.bytes(optional: sessionToken?.hash), .bytes(optional: refreshToken?.hash)]
        ).map { try $0.uuid("id") }
    }
}

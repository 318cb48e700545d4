import Contract
import Core
import Database
import Foundation

/// A refresh token that somebody shows, with its session and user, locked until the transaction ends.
struct ShownRefreshToken: Sendable {
    let id: UUID
    let session: Session
    /// Withdrawn, by itself or with its session.
    let isRevoked: Bool
    let isExpired: Bool
    /// The session has reached its absolute limit.
    let isOver: Bool
    let rotation: RefreshRules.Rotation

    init(row: Row) throws {
        id = try row.uuid("token_id")
        session = try Session(row: row)
        isRevoked = try row.bool("is_token_revoked")
        isExpired = try row.bool("is_expired")
        isOver = try row.bool("is_over")
        rotation = RefreshRules.Rotation(
            secondsAgo: try row.optionalDouble("rotated_seconds_ago"), siblings: try row.int("siblings"))
    }
}

/// Refresh tokens and how they follow each other.
struct RefreshTokenStore: Sendable {
    private let sessions = SessionStore()

    /// Finds a token and locks its session and itself, in this order.
    ///
    /// - Returns: nil for an unknown token and for one of a deleted user.
    func shown(_ token: SessionToken, in transaction: Transaction) async throws -> ShownRefreshToken? {
        let locked = try await transaction.query(
            """
            SELECT id FROM sessions WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1) FOR UPDATE
            """, [.bytes(token.hash)])
        guard !locked.isEmpty else { return nil }
        return try await transaction.query(
            """
            SELECT refresh_tokens.id AS token_id, siblings, refresh_tokens.expires_at <= now() AS is_expired,
                sessions.absolute_expires_at <= now() AS is_over,
                refresh_tokens.revoked_at IS NOT NULL OR sessions.revoked_at IS NOT NULL AS is_token_revoked,
                extract(epoch FROM clock_timestamp() - rotated_at)::float8 AS rotated_seconds_ago, \(Session.columns)
            FROM refresh_tokens JOIN (\(Session.tables)) ON sessions.id = refresh_tokens.session_id
            WHERE refresh_tokens.token_hash = $1 FOR UPDATE OF refresh_tokens
            """, [.bytes(token.hash)]
        ).first.map(ShownRefreshToken.init(row:))
    }

    /// Spends a token for another one of its session, and begins the session's idle limit anew.
    ///
    /// - Parameters:
    ///   - isSibling: the token was spent already, and its holder raced.
    ///   - sessionToken: takes the place of the one until now, which stays good for a moment.
    func rotate(
        _ shown: ShownRefreshToken, to successor: SessionToken, isSibling: Bool, sessionToken: SessionToken?,
        step: SignInStep?, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            "UPDATE refresh_tokens SET rotated_at = coalesce(rotated_at, now()), siblings = siblings + $2 WHERE id = $1",
            [.uuid(shown.id), .int(isSibling ? 1 : 0)])
        try await sessions.insert(successor, session: shown.session.id, in: transaction)
        try await sessions.touch(shown.session, in: transaction)
        try await sessions.setStep(step, of: shown.session.id, in: transaction)
        guard let sessionToken else { return }
        try await transaction.execute(
            """
            UPDATE sessions SET previous_token_hash = token_hash, token_hash = $2,
                previous_token_valid_until = now() + make_interval(secs => $3::bigint) WHERE id = $1
            """, [.uuid(shown.session.id), .bytes(sessionToken.hash), .int(SessionStore.previousTokenSeconds)])
    }

    func stampReuse(of id: UUID, in transaction: Transaction) async throws {
        try await transaction.execute(
            "UPDATE refresh_tokens SET reuse_detected_at = now() WHERE id = $1", [.uuid(id)])
    }
}

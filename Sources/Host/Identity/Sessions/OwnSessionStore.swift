import Contract
import Core
import Database
import Foundation

/// The sessions of one user, as they are shown to that user.
struct OwnSessionStore: Sendable {
    static let limit = 200

    func sessions(of userID: UUID, current: UUID?, from executor: some SQLExecutor) async throws -> [AuthSession] {
        try await executor.query(
            """
            SELECT id, auth_method, created_at, last_seen_at, expires_at, absolute_expires_at, remote_address, user_agent
            FROM sessions WHERE user_id = $1 AND revoked_at IS NULL AND absolute_expires_at > now()
                AND (expires_at > now() OR EXISTS (SELECT 1 FROM refresh_tokens WHERE session_id = sessions.id
                    AND refresh_tokens.revoked_at IS NULL AND rotated_at IS NULL AND refresh_tokens.expires_at > now()))
            ORDER BY created_at DESC, id DESC LIMIT $2
            """, [.uuid(userID), .int(Self.limit)]
        ).map { row in
            let id = try row.uuid("id")
            return AuthSession(
                id: id, authMethod: try row.string("auth_method"), createdAt: try row.timestamp("created_at"),
                lastSeenAt: try row.timestamp("last_seen_at"), expiresAt: try row.timestamp("expires_at"),
                absoluteExpiresAt: try row.timestamp("absolute_expires_at"),
                remoteAddress: try row.optionalString("remote_address"),
                userAgent: try row.optionalString("user_agent"), isCurrent: id == current)
        }
    }

    /// Whether a user has this session and it has not ended; it is locked until the transaction ends.
    func hasLive(_ id: UUID, of userID: UUID, in transaction: Transaction) async throws -> Bool {
        try await !transaction.query(
            """
            SELECT id FROM sessions WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL
                AND absolute_expires_at > now() FOR UPDATE
            """, [.uuid(id), .uuid(userID)]
        ).isEmpty
    }
}

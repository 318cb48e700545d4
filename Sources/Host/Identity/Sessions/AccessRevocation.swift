import Core
package import Database
package import Foundation

/// Cuts what an account has been given to act with, in the transaction of whatever is the reason.
///
/// Access tokens belong to a session and are looked up with it, so they end here as well, at the next request.
package struct AccessRevocation: Sendable {
    package init() {}

    /// Ends every session of a user with its refresh tokens.
    ///
    /// - Parameter kept: the session of somebody who changes their own password goes on.
    /// - Returns: how many sessions were live until now.
    @discardableResult
    package func endSessions(
        of userID: UUID, except kept: UUID? = nil, in transaction: Transaction
    ) async throws -> Int {
        let ended = try await transaction.query(
            """
            UPDATE sessions SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL
                AND id IS DISTINCT FROM $2 RETURNING (expires_at > now()) AS was_live
            """, [.uuid(userID), .uuid(optional: kept)])
        try await transaction.execute(
            """
            UPDATE refresh_tokens SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL
                AND session_id IS DISTINCT FROM $2
            """, [.uuid(userID), .uuid(optional: kept)])
        return try ended.filter { try $0.bool("was_live") }.count
    }

    /// Revokes every API token that a user answers for.
    ///
    /// - Returns: how many there were.
    @discardableResult
    package func revokeTokens(of userID: UUID, in transaction: Transaction) async throws -> Int {
        try await transaction.query(
            "UPDATE api_tokens SET revoked_at = now() WHERE owner_id = $1 AND revoked_at IS NULL RETURNING id",
            [.uuid(userID)]
        ).count
    }
}

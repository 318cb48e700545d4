import Contract
import Core
import Database
import Foundation

/// A session with its user, as one look-up gives it.
struct Session: Sendable {
    let id: UUID
    let user: User
    let isRevoked: Bool
    /// The idle limit; never past the absolute one.
    let expiresAt: Timestamp
    let absoluteExpiresAt: Timestamp
    let lastSeenAt: Timestamp
    /// When the user last proved who they are.
    let authenticatedAt: Timestamp
    let outstandingStep: SignInStep?
    /// The idle limit of the policy in force. It comes with the session, so every server sees a change at once.
    let idleSeconds: Int64
    /// Whether policy asks for a second factor.
    let requiresSecondFactor: Bool

    /// The columns and tables that ``init(row:)`` reads. Sessions of deleted users are not there.
    static let columns = """
        sessions.id AS session_id, sessions.revoked_at IS NOT NULL AS is_revoked, sessions.expires_at,
        sessions.absolute_expires_at, sessions.last_seen_at, sessions.authenticated_at, sessions.outstanding_step,
        auth_policy.session_idle_timeout_seconds, auth_policy.require_mfa, \(User.columns)
        """
    static let tables = """
        sessions JOIN users ON users.id = sessions.user_id AND users.deleted_at IS NULL CROSS JOIN auth_policy
        """

    init(row: Row) throws {
        id = try row.uuid("session_id")
        user = try User(row: row)
        isRevoked = try row.bool("is_revoked")
        expiresAt = try row.timestamp("expires_at")
        absoluteExpiresAt = try row.timestamp("absolute_expires_at")
        lastSeenAt = try row.timestamp("last_seen_at")
        authenticatedAt = try row.timestamp("authenticated_at")
        outstandingStep = try row.optionalString("outstanding_step").flatMap(SignInStep.init(rawValue:))
        idleSeconds = Int64(try row.int("session_idle_timeout_seconds"))
        requiresSecondFactor = try row.bool("require_mfa")
    }
}

import Contract
import Database
import Foundation
import JSON

/// Profiles and preferences in the rows of their users.
struct ProfileStore: Sendable {
    /// - Parameter email: checked already; nil leaves it as it is.
    func update(
        _ userID: UUID, _ changes: AuthMeUpdateRequest, email: String?, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE users SET email = coalesce($2, email), full_name = coalesce($3, full_name),
                display_name = coalesce($4, display_name), job_title = coalesce($5, job_title),
                timezone = coalesce($6, timezone), phone = coalesce($7, phone), updated_at = now()
            WHERE id = $1 AND deleted_at IS NULL
            """,
            [
                .uuid(userID), .text(optional: email), .text(optional: changes.fullName),
                .text(optional: changes.displayName), .text(optional: changes.jobTitle),
                .text(optional: changes.timezone), .text(optional: changes.phone),
            ])
    }

    /// The stored preferences as JSON.
    func preferences(of userID: UUID, from executor: some SQLExecutor) async throws -> [UInt8]? {
        try await executor.query(
            "SELECT preferences FROM users WHERE id = $1 AND deleted_at IS NULL", [.uuid(userID)]
        ).first?.json("preferences")
    }

    /// Sets what a JSON object has and leaves the rest.
    func merge(_ preferences: [UInt8], into userID: UUID, in executor: some SQLExecutor) async throws -> [UInt8]? {
        try await executor.query(
            """
            UPDATE users SET preferences = preferences || $2::jsonb, updated_at = now()
            WHERE id = $1 AND deleted_at IS NULL RETURNING preferences
            """, [.uuid(userID), .json(preferences)]
        ).first?.json("preferences")
    }
}

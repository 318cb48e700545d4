import Contract
import Database
import Foundation

/// Accounts and their roles.
struct UserStore: Sendable {
    func user(named username: String, from executor: some SQLExecutor) async throws -> User? {
        let rows = try await executor.query(
            "SELECT \(User.columns) FROM users WHERE username = $1 AND deleted_at IS NULL", [.text(username)])
        return try rows.first.map(User.init(row:))
    }

    func user(id: UUID, from executor: some SQLExecutor) async throws -> User? {
        let rows = try await executor.query(
            "SELECT \(User.columns) FROM users WHERE id = $1 AND deleted_at IS NULL", [.uuid(id)])
        return try rows.first.map(User.init(row:))
    }

    /// An account that nobody else changes until the transaction ends.
    func lockedUser(id: UUID, in transaction: Transaction) async throws -> User? {
        let locked = try await transaction.query(
            "SELECT id FROM users WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE", [.uuid(id)])
        return locked.isEmpty ? nil : try await user(id: id, from: transaction)
    }

    func insert(
        id: UUID, username: String, email: String, passwordHash: String, role: Role, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            "INSERT INTO users (id, username, email, password_hash) VALUES ($1, $2, $3, $4)",
            [.uuid(id), .text(username), .text(email), .text(passwordHash)])
        try await transaction.execute(
            "INSERT INTO user_roles (user_id, role_id) VALUES ($1, $2)", [.uuid(id), .text(role.rawValue)])
    }

    func replacePasswordHash(of id: UUID, with hash: String, in executor: some SQLExecutor) async throws {
        _ = try await executor.execute(
            "UPDATE users SET password_hash = $2, updated_at = now() WHERE id = $1", [.uuid(id), .text(hash)])
    }

    /// Replaces a password by its user's wish.
    ///
    /// - Returns: false when the password is not the one any more that was verified, or the account may not sign in.
    func setPassword(
        of id: UUID, from old: String, to new: String, isAdminPassword: Bool, in transaction: Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE users SET password_hash = $3, must_change_password = false, has_admin_password = $4,
                last_password_change_at = now(), updated_at = now()
            WHERE id = $1 AND password_hash = $2 AND deleted_at IS NULL AND disabled_at IS NULL
            """, [.uuid(id), .text(old), .text(new), .bool(isAdminPassword)]) == 1
    }
}

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
}

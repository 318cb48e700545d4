import Contract
import Core
import Database
import Foundation

/// Accounts and their roles.
struct UserStore: Sendable {
    /// Which accounts a list shows.
    struct Page: Sendable {
        var text: String?
        var roleID: String?
        var isDisabled: Bool?
        /// nil = the whole list.
        var limit: Int?
        var after: (createdAt: Timestamp, id: UUID)?
    }

    func list(_ page: Page, from executor: some SQLExecutor) async throws -> [UserRecord] {
        try await executor.query(
            """
            SELECT \(UserRecord.columns) FROM users
            WHERE deleted_at IS NULL
                AND ($1::text IS NULL OR position(lower($1) IN lower(username || ' ' || email || ' ' || full_name)) > 0)
                AND ($2::text IS NULL
                    OR EXISTS (SELECT FROM user_roles WHERE user_id = users.id AND role_id = $2))
                AND ($3::boolean IS NULL OR (disabled_at IS NOT NULL) = $3)
                AND ($4::timestamptz IS NULL OR (created_at, id) > ($4, $5::uuid))
            ORDER BY created_at, id LIMIT $6
            """,
            [
                .text(optional: page.text), .text(optional: page.roleID), .bool(optional: page.isDisabled),
                .timestamp(optional: page.after?.createdAt), .uuid(optional: page.after?.id),
                .int(optional: page.limit),
            ]
        ).map(UserRecord.init(row:))
    }

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

    /// - Parameter lock: nobody else changes the account until the transaction ends.
    func record(id: UUID, lock: Bool = false, from executor: some SQLExecutor) async throws -> UserRecord? {
        let rows = try await executor.query(
            """
            SELECT \(UserRecord.columns) FROM users WHERE id = $1 AND deleted_at IS NULL \(lock ? "FOR UPDATE" : "")
            """, [.uuid(id)])
        return try rows.first.map(UserRecord.init(row:))
    }

    /// An account that nobody else changes until the transaction ends.
    func lockedUser(id: UUID, in transaction: Transaction) async throws -> User? {
        let locked = try await transaction.query(
            "SELECT id FROM users WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE", [.uuid(id)])
        return locked.isEmpty ? nil : try await user(id: id, from: transaction)
    }

    func insert(
        id: UUID, username: String, email: String, passwordHash: String?, hasAdminPassword: Bool,
        in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO users (id, username, email, password_hash, has_admin_password) VALUES ($1, $2, $3, $4, $5)
            """,
            [.uuid(id), .text(username), .text(email), .text(optional: passwordHash), .bool(hasAdminPassword)])
    }

    func update(_ id: UUID, username: String?, email: String?, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE users SET username = coalesce($2, username), email = coalesce($3, email), updated_at = now()
            WHERE id = $1
            """, [.uuid(id), .text(optional: username), .text(optional: email)])
    }

    func markDeleted(_ id: UUID, in transaction: Transaction) async throws {
        try await transaction.execute(
            "UPDATE users SET deleted_at = now(), password_hash = NULL, updated_at = now() WHERE id = $1", [.uuid(id)])
    }

    func setDisabled(_ id: UUID, _ isDisabled: Bool, in transaction: Transaction) async throws {
        try await transaction.execute(
            "UPDATE users SET disabled_at = CASE WHEN $2 THEN now() END, updated_at = now() WHERE id = $1",
            [.uuid(id), .bool(isDisabled)])
    }

    /// - Parameters:
    ///   - mustChange: the account has to choose another one before it can do anything else.
    ///   - isForAdmin: the password keeps the rules for administrators.
    func setPassword(
        of id: UUID, hash: String, mustChange: Bool, isForAdmin: Bool, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE users SET password_hash = $2, must_change_password = $3, has_admin_password = $4,
                last_password_change_at = now(), updated_at = now() WHERE id = $1
            """, [.uuid(id), .text(hash), .bool(mustChange), .bool(isForAdmin)])
    }

    /// The same password under other parameters.
    func replacePasswordHash(of id: UUID, with hash: String, in executor: some SQLExecutor) async throws {
        _ = try await executor.execute(
            "UPDATE users SET password_hash = $2, updated_at = now() WHERE id = $1", [.uuid(id), .text(hash)])
    }

    /// - Returns: false if the account has the role already.
    func addRole(_ roleID: String, to id: UUID, by caller: Caller, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            "INSERT INTO user_roles (user_id, role_id, granted_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [.uuid(id), .text(roleID), .text(optional: caller.id)]) == 1
    }

    /// - Returns: false if the account does not have the role.
    func removeRole(_ roleID: String, from id: UUID, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            "DELETE FROM user_roles WHERE user_id = $1 AND role_id = $2", [.uuid(id), .text(roleID)]) == 1
    }

    /// A new administrator whose password was chosen by other rules has to choose again.
    func demandAdminPassword(of id: UUID, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE users SET must_change_password = true
            WHERE id = $1 AND NOT has_admin_password AND password_hash IS NOT NULL
            """, [.uuid(id)])
    }

    /// Makes every change that could remove an administrator wait for its predecessor.
    ///
    /// Without the lock two administrators could take the role from each other in the same moment.
    func lockAdministrators(in transaction: Transaction) async throws {
        try await transaction.execute("SELECT FROM roles WHERE id = 'admin' FOR UPDATE")
    }

    func hasEnabledAdministrator(in transaction: Transaction) async throws -> Bool {
        try await !transaction.query(
            """
            SELECT 1 FROM users JOIN user_roles ON user_id = users.id
            WHERE role_id = 'admin' AND deleted_at IS NULL AND disabled_at IS NULL LIMIT 1
            """, []
        ).isEmpty
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

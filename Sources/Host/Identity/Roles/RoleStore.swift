import Contract
import Database

/// The roles table.
struct RoleStore: Sendable {
    /// How many still have a role.
    struct Use: Sendable {
        let users: Int
        let tokens: Int
        let providers: Int

        var isNone: Bool { users + tokens + providers == 0 }
    }

    func all(from executor: some SQLExecutor) async throws -> [StoredRole] {
        try await executor.query("SELECT id, description, permissions FROM roles ORDER BY id").map(
            StoredRole.init(row:)
        )
        .sorted { (Role(rawValue: $0.id)?.rank ?? .max, $0.id) < (Role(rawValue: $1.id)?.rank ?? .max, $1.id) }
    }

    /// - Parameter lock: nobody else changes or deletes the role until the transaction ends.
    func role(_ id: String, lock: Bool = false, from executor: some SQLExecutor) async throws -> StoredRole? {
        try await executor.query(
            "SELECT id, description, permissions FROM roles WHERE id = $1 \(lock ? "FOR UPDATE" : "")", [.text(id)]
        ).first.map(StoredRole.init(row:))
    }

    /// - Returns: false if the id is taken.
    func insert(
        _ id: String, description: String, permissions: PermissionSet, by caller: Caller, in transaction: Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO roles (id, description, permissions, created_by) VALUES ($1, $2, $3, $4)
            ON CONFLICT (id) DO NOTHING
            """,
            [
                .text(id), .text(description), .textArray(permissions.permissions.map(\.id)),
                .text(optional: caller.id),
            ]) == 1
    }

    func update(
        _ id: String, description: String, permissions: PermissionSet, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            "UPDATE roles SET description = $2, permissions = $3, updated_at = now() WHERE id = $1",
            [.text(id), .text(description), .textArray(permissions.permissions.map(\.id))])
    }

    func use(of id: String, in transaction: Transaction) async throws -> Use {
        let rows = try await transaction.query(
            """
            SELECT (SELECT count(*) FROM user_roles JOIN users ON users.id = user_id
                    WHERE role_id = $1 AND deleted_at IS NULL) AS users,
                (SELECT count(*) FROM api_tokens WHERE role_id = $1 AND revoked_at IS NULL
                    AND (expires_at IS NULL OR expires_at > now())) AS tokens,
                (SELECT count(*) FROM sso_providers WHERE default_role = $1) AS providers
            """, [.text(id)])
        guard let row = rows.first else { return Use(users: 0, tokens: 0, providers: 0) }
        return Use(users: try row.int("users"), tokens: try row.int("tokens"), providers: try row.int("providers"))
    }

    /// Removes a role that nobody uses, with what still points at it: dead tokens and deleted accounts.
    func delete(_ id: String, in transaction: Transaction) async throws {
        try await transaction.batch([
            (sql: "DELETE FROM user_roles WHERE role_id = $1", parameters: [.text(id)]),
            (sql: "DELETE FROM api_tokens WHERE role_id = $1", parameters: [.text(id)]),
            (sql: "DELETE FROM roles WHERE id = $1", parameters: [.text(id)]),
        ])
    }
}

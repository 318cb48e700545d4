import Contract
import Core
import Database
import Foundation

/// The API tokens table.
struct APITokenStore: Sendable {
    /// A token with what it may do, as one look-up gives it.
    struct Known: Sendable {
        let token: ApiToken
        let role: ActingRole
        /// The account that made it can still sign in.
        let isOwnerActive: Bool

        init(row: Row) throws {
            token = try APITokenStore.token(row)
            let custom = PermissionSet(ids: try row.stringArray("permissions"))
            role =
                Role(rawValue: token.roleID).map(ActingRole.init)
                ?? ActingRole(id: token.roleID, permissions: custom)
            isOwnerActive = try row.bool("is_owner_active")
        }
    }

    private static let columns = """
        api_tokens.id, name, prefix, role_id, owner_id, api_tokens.created_at, expires_at, last_used_at, revoked_at
        """

    private static let known = """
        SELECT \(columns), permissions, users.disabled_at IS NULL AND users.deleted_at IS NULL AS is_owner_active
        FROM api_tokens JOIN roles ON roles.id = role_id JOIN users ON users.id = owner_id
        """

    func all(from executor: some SQLExecutor) async throws -> [ApiToken] {
        try await executor.query("SELECT \(Self.columns) FROM api_tokens ORDER BY created_at DESC, id DESC", [])
            .map(Self.token)
    }

    func token(id: UUID, from executor: some SQLExecutor) async throws -> ApiToken? {
        try await executor.query("SELECT \(Self.columns) FROM api_tokens WHERE id = $1", [.uuid(id)]).first
            .map(Self.token)
    }

    func known(hash: [UInt8], from executor: some SQLExecutor) async throws -> Known? {
        try await executor.query("\(Self.known) WHERE token_hash = $1", [.bytes(hash)]).first.map(Known.init(row:))
    }

    func known(id: UUID, from executor: some SQLExecutor) async throws -> Known? {
        try await executor.query("\(Self.known) WHERE api_tokens.id = $1", [.uuid(id)]).first.map(Known.init(row:))
    }

    func insert(_ token: ApiToken, owner: UUID, hash: [UInt8], in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO api_tokens (id, name, prefix, token_hash, role_id, owner_id, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .uuid(token.id), .text(token.name), .text(token.prefix), .bytes(hash), .text(token.roleID),
                .uuid(owner), .timestamp(token.createdAt), .timestamp(optional: token.expiresAt),
            ])
    }

    /// - Returns: the token, if it was live until now.
    func revoke(_ id: UUID, in transaction: Transaction) async throws -> ApiToken? {
        try await transaction.query(
            """
            UPDATE api_tokens SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING \(Self.columns)
            """, [.uuid(id)]
        ).first.map(Self.token)
    }

    /// Notes a use, at most once a minute: a write per request would cost more than it tells.
    func touch(_ id: UUID, in executor: some SQLExecutor) async throws {
        _ = try await executor.execute(
            """
            UPDATE api_tokens SET last_used_at = now()
            WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """, [.uuid(id)])
    }

    private static func token(_ row: Row) throws -> ApiToken {
        ApiToken(
            id: try row.uuid("id"), name: try row.string("name"), prefix: try row.string("prefix"),
            roleID: try row.string("role_id"), ownerID: try row.uuid("owner_id"),
            createdAt: try row.timestamp("created_at"), expiresAt: try row.optionalTimestamp("expires_at"),
            lastUsedAt: try row.optionalTimestamp("last_used_at"), revokedAt: try row.optionalTimestamp("revoked_at"))
    }
}

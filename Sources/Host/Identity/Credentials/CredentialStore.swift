import Contract
import Core
import Database
import Foundation

/// A stored credential without its secrets.
struct CredentialRecord: Sendable {
    var response: CredentialResponse
    let hasPassword: Bool
    let hasPrivateKey: Bool

    init(row: Row) throws {
        hasPassword = try row.bool("has_password")
        hasPrivateKey = try row.bool("has_private_key")
        response = CredentialResponse(
            id: try row.uuid("id"), scope: CredentialScope(rawValue: try row.string("scope")) ?? .system,
            scopeID: try row.optionalUUID("scope_id"), name: try row.string("name"),
            description: try row.string("description"), username: try row.string("username"),
            authMethod: CredentialAuthMethod(rawValue: try row.string("auth_method")) ?? .sshKey,
            sshKeyFingerprint: try row.string("ssh_key_fingerprint"), sshKeyType: try row.string("ssh_key_type"),
            sshKeyBits: try row.int("ssh_key_bits"), sshKeyComment: try row.string("ssh_key_comment"),
            isDefault: try row.bool("is_default"), isActive: try row.bool("is_active"),
            createdBy: try row.optionalUUID("created_by"), createdAt: try row.timestamp("created_at"),
            updatedAt: try row.timestamp("updated_at"))
    }
}

/// The ciphertexts of a credential and what was learned of its key.
struct SealedSecrets: Sendable {
    var password: [UInt8]?
    var privateKey: [UInt8]?
    var passphrase: [UInt8]?
}

/// The credentials table.
struct CredentialStore: Sendable {
    private static let columns = """
        id, scope, scope_id, name, description, username, auth_method, ssh_key_fingerprint, ssh_key_type,
        ssh_key_bits, ssh_key_comment, is_default, is_active, created_by, created_at, updated_at,
        encrypted_password IS NOT NULL AS has_password, encrypted_private_key IS NOT NULL AS has_private_key
        """

    func all(from executor: some SQLExecutor) async throws -> [CredentialRecord] {
        try await executor.query("SELECT \(Self.columns) FROM credentials WHERE is_active ORDER BY created_at, id", [])
            .map(CredentialRecord.init(row:))
    }

    /// Whether a credential was ever stored under an id, deleted ones included.
    func exists(_ id: UUID, in transaction: Transaction) async throws -> Bool {
        try await transaction.query("SELECT 1 FROM credentials WHERE id = $1", [.uuid(id)]).isEmpty == false
    }

    func credential(id: UUID, lock: Bool = false, from executor: some SQLExecutor) async throws -> CredentialRecord? {
        try await executor.query(
            "SELECT \(Self.columns) FROM credentials WHERE id = $1 AND is_active\(lock ? " FOR UPDATE" : "")",
            [.uuid(id)]
        ).first.map(CredentialRecord.init(row:))
    }

    func sealedSecrets(id: UUID, from executor: some SQLExecutor) async throws -> SealedSecrets {
        let rows = try await executor.query(
            "SELECT encrypted_password, encrypted_private_key, encrypted_passphrase FROM credentials WHERE id = $1",
            [.uuid(id)])
        guard let row = rows.first else { return SealedSecrets() }
        return SealedSecrets(
            password: try row.optionalBytes("encrypted_password"),
            privateKey: try row.optionalBytes("encrypted_private_key"),
            passphrase: try row.optionalBytes("encrypted_passphrase"))
    }

    func insert(_ credential: CredentialResponse, secrets: SealedSecrets, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO credentials (id, scope, scope_id, name, description, username, auth_method,
                encrypted_password, encrypted_private_key, encrypted_passphrase, ssh_key_fingerprint, ssh_key_type,
                ssh_key_bits, ssh_key_comment, is_default, created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            [
                .uuid(credential.id), .text(credential.scope.rawValue), .uuid(optional: credential.scopeID),
                .text(credential.name), .text(credential.description ?? ""), .text(credential.username),
                .text(credential.authMethod.rawValue), .bytes(optional: secrets.password),
                .bytes(optional: secrets.privateKey), .bytes(optional: secrets.passphrase),
                .text(credential.sshKeyFingerprint ?? ""), .text(credential.sshKeyType ?? ""),
                .int(credential.sshKeyBits ?? 0), .text(credential.sshKeyComment ?? ""),
                .bool(credential.isDefault), .uuid(optional: credential.createdBy),
            ])
    }

    func update(_ credential: CredentialResponse, secrets: SealedSecrets, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE credentials SET name = $2, description = $3, username = $4, auth_method = $5,
                encrypted_password = $6, encrypted_private_key = $7, encrypted_passphrase = $8,
                ssh_key_fingerprint = $9, ssh_key_type = $10, ssh_key_bits = $11, ssh_key_comment = $12,
                is_default = $13, revision = revision + 1, updated_at = now() WHERE id = $1
            """,
            [
                .uuid(credential.id), .text(credential.name), .text(credential.description ?? ""),
                .text(credential.username), .text(credential.authMethod.rawValue), .bytes(optional: secrets.password),
                .bytes(optional: secrets.privateKey), .bytes(optional: secrets.passphrase),
                .text(credential.sshKeyFingerprint ?? ""), .text(credential.sshKeyType ?? ""),
                .int(credential.sshKeyBits ?? 0), .text(credential.sshKeyComment ?? ""), .bool(credential.isDefault),
            ])
    }

    /// Takes the default mark off the system credential that has it.
    func demoteSystemDefault(in transaction: Transaction) async throws {
        try await transaction.execute(
            "UPDATE credentials SET is_default = false, updated_at = now() WHERE is_active AND is_default AND scope = 'system'",
            [])
    }

    /// Marks a credential deleted and destroys its ciphertexts.
    func shred(_ id: UUID, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE credentials SET is_active = false, is_default = false, encrypted_password = NULL,
                encrypted_private_key = NULL, encrypted_passphrase = NULL, revision = revision + 1, updated_at = now()
            WHERE id = $1
            """, [.uuid(id)])
    }

    /// The credential that a host is reached with, without its secrets.
    func resolved(forHost hostID: UUID, from executor: some SQLExecutor) async throws -> CredentialRecord? {
        try await executor.query("SELECT \(Self.columns) \(Self.choice)", [.uuid(hostID)]).first
            .map(CredentialRecord.init(row:))
    }

    /// The same with its ciphertexts, from one statement: the choice and the secrets cannot be of different moments.
    func resolvedSecrets(forHost hostID: UUID, from executor: some SQLExecutor) async throws -> Row? {
        try await executor.query(
            """
            SELECT id, scope, username, auth_method, encrypted_password, encrypted_private_key, encrypted_passphrase,
                revision \(Self.choice)
            """, [.uuid(hostID)]
        ).first
    }

    /// What applies to host $1: its own newest, else the system default. The id decides between two of one moment.
    private static let choice = """
        FROM credentials WHERE is_active AND ((scope = 'host' AND scope_id = $1) OR (scope = 'system' AND is_default))
        ORDER BY scope = 'host' DESC, created_at DESC, id DESC LIMIT 1
        """
}

import Core
import Database
import Foundation

/// What is stored of a user's second factor.
struct SecondFactorRow: Sendable {
    let encryptedSecret: [UInt8]?
    let confirmedAt: Timestamp?
    let encryptedPendingSecret: [UInt8]?
    let lastVerifiedAt: Timestamp?
    let lastStep: Int64

    init(row: Row) throws {
        encryptedSecret = try row.optionalBytes("encrypted_secret")
        confirmedAt = try row.optionalTimestamp("confirmed_at")
        encryptedPendingSecret = try row.optionalBytes("encrypted_pending_secret")
        lastVerifiedAt = try row.optionalTimestamp("last_verified_at")
        lastStep = Int64(try row.int("last_step"))
    }
}

/// Second factors and recovery codes.
struct SecondFactorStore: Sendable {
    /// How long a new factor waits for its first code.
    private static let pendingSeconds = 900

    /// - Parameter isLocked: whether nobody else may change it until the transaction ends.
    func factor(
        of userID: UUID, isLocked: Bool = false, from executor: some SQLExecutor
    ) async throws -> SecondFactorRow? {
        try await executor.query(
            """
            SELECT encrypted_secret, confirmed_at, last_verified_at, last_step,
                CASE WHEN pending_at > now() - make_interval(secs => $2::bigint) THEN encrypted_pending_secret
                END AS encrypted_pending_secret
            FROM auth_mfa WHERE user_id = $1\(isLocked ? " FOR UPDATE" : "")
            """, [.uuid(userID), .int(Self.pendingSeconds)]
        ).first.map(SecondFactorRow.init(row:))
    }

    func setPending(_ sealed: [UInt8], of userID: UUID, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO auth_mfa (user_id, encrypted_pending_secret, pending_at) VALUES ($1, $2, now())
            ON CONFLICT (user_id) DO UPDATE SET encrypted_pending_secret = $2, pending_at = now()
            """, [.uuid(userID), .bytes(sealed)])
    }

    /// The pending factor takes the place of the one in force.
    func confirm(_ sealed: [UInt8], step: Int64, of userID: UUID, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE auth_mfa SET encrypted_secret = $2, confirmed_at = now(), last_verified_at = now(), last_step = $3,
                encrypted_pending_secret = NULL, pending_at = NULL WHERE user_id = $1
            """, [.uuid(userID), .bytes(sealed), .int(step)])
    }

    /// A code of the factor in force was accepted.
    func spend(step: Int64?, of userID: UUID, in transaction: Transaction) async throws {
        try await transaction.execute(
            "UPDATE auth_mfa SET last_verified_at = now(), last_step = coalesce($2, last_step) WHERE user_id = $1",
            [.uuid(userID), .int64(optional: step)])
    }

    func remove(_ userID: UUID, in transaction: Transaction) async throws {
        try await transaction.batch([
            (sql: "DELETE FROM auth_mfa WHERE user_id = $1", parameters: [.uuid(userID)]),
            (sql: "DELETE FROM auth_recovery_codes WHERE user_id = $1", parameters: [.uuid(userID)]),
        ])
    }

    func replaceRecoveryCodes(_ hashes: [[UInt8]], of userID: UUID, in transaction: Transaction) async throws {
        var statements: [(sql: String, parameters: [SQLValue])] = [
            (sql: "DELETE FROM auth_recovery_codes WHERE user_id = $1", parameters: [.uuid(userID)])
        ]
        for hash in hashes {
            statements.append(
                (
                    sql: "INSERT INTO auth_recovery_codes (user_id, code_hash) VALUES ($1, $2)",
                    parameters: [.uuid(userID), .bytes(hash)]
                ))
        }
        try await transaction.batch(statements)
    }

    /// - Returns: false for a code that the user does not have or has used.
    func spendRecoveryCode(_ hash: [UInt8], of userID: UUID, in transaction: Transaction) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE auth_recovery_codes SET used_at = now() WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL
            """, [.uuid(userID), .bytes(hash)]) == 1
    }

    func recoveryCodesLeft(of userID: UUID, from executor: some SQLExecutor) async throws -> Int {
        try await executor.query(
            "SELECT count(*) AS n FROM auth_recovery_codes WHERE user_id = $1 AND used_at IS NULL", [.uuid(userID)]
        ).first?.int("n") ?? 0
    }
}

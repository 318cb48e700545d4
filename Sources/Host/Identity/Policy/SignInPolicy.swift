import Contract
import Core
import Database
import Foundation
import JSON

/// The rules of signing in, as they are in force.
struct SignInPolicy: Sendable, Equatable {
    var requiresSecondFactor: Bool
    var idleSeconds: Int
    var absoluteSeconds: Int
    var updatedAt: Timestamp
    var updatedBy: UUID?

    static let idleBounds = 300...86_400
    static let absoluteBounds = 3_600...2_592_000

    init(row: Row) throws {
        requiresSecondFactor = try row.bool("require_mfa")
        idleSeconds = try row.int("session_idle_timeout_seconds")
        absoluteSeconds = try row.int("session_absolute_timeout_seconds")
        updatedAt = try row.timestamp("updated_at")
        updatedBy = try row.optionalUUID("updated_by")
    }

    var response: AuthPolicy {
        AuthPolicy(
            requireMFA: requiresSecondFactor, sessionIdleTimeoutSeconds: idleSeconds,
            sessionAbsoluteTimeoutSeconds: absoluteSeconds, updatedAt: updatedAt, updatedBy: updatedBy)
    }

    /// The settings for the audit log.
    var settings: JSONValue {
        [
            "require_mfa": .bool(requiresSecondFactor), "session_idle_timeout_seconds": .integer(idleSeconds),
            "session_absolute_timeout_seconds": .integer(absoluteSeconds),
        ]
    }

    /// What is wrong with a policy that somebody wants; nil if nothing is.
    static func fault(in wanted: AuthPolicyUpdateRequest) -> APIError? {
        func fault(_ field: String, _ message: String) -> APIError {
            APIError(.authPolicyInvalid, message, detail: ["field": .string(field)])
        }
        guard idleBounds.contains(wanted.sessionIdleTimeoutSeconds) else {
            return fault(
                "session_idle_timeout_seconds",
                "session_idle_timeout_seconds must be between \(idleBounds.lowerBound) and \(idleBounds.upperBound)")
        }
        guard absoluteBounds.contains(wanted.sessionAbsoluteTimeoutSeconds) else {
            return fault(
                "session_absolute_timeout_seconds",
                "session_absolute_timeout_seconds must be between \(absoluteBounds.lowerBound) and "
                    + "\(absoluteBounds.upperBound)")
        }
        guard wanted.sessionAbsoluteTimeoutSeconds >= wanted.sessionIdleTimeoutSeconds else {
            return fault(
                "session_absolute_timeout_seconds",
                "session_absolute_timeout_seconds must not be less than session_idle_timeout_seconds")
        }
        return nil
    }
}

/// The one row of the policy.
struct SignInPolicyStore: Sendable {
    private static let columns =
        "require_mfa, session_idle_timeout_seconds, session_absolute_timeout_seconds, updated_at, updated_by"

    /// - Parameter isLocked: whether nobody else may change it until the transaction ends.
    func policy(from executor: some SQLExecutor, isLocked: Bool = false) async throws -> SignInPolicy {
        let rows = try await executor.query(
            "SELECT \(Self.columns) FROM auth_policy\(isLocked ? " FOR UPDATE" : "")")
        guard let row = rows.first else { throw IdentityError(.policyMissing, "the sign-in policy is missing") }
        return try SignInPolicy(row: row)
    }

    func replace(
        with wanted: AuthPolicyUpdateRequest, by userID: UUID?, in transaction: Transaction
    ) async throws -> SignInPolicy {
        let rows = try await transaction.query(
            """
            UPDATE auth_policy SET require_mfa = $1, session_idle_timeout_seconds = $2,
                session_absolute_timeout_seconds = $3, updated_at = now(), updated_by = $4 RETURNING \(Self.columns)
            """,
            [
                .bool(wanted.requireMFA), .int(wanted.sessionIdleTimeoutSeconds),
                .int(wanted.sessionAbsoluteTimeoutSeconds), .uuid(optional: userID),
            ])
        guard let row = rows.first else { throw IdentityError(.policyMissing, "the sign-in policy is missing") }
        return try SignInPolicy(row: row)
    }
}

import Audit
import Contract
import Database

/// Shows and replaces the rules of signing in.
///
/// Nothing is kept in memory: sessions bring the policy along when they are looked up.
struct SignInPolicyService: Sendable {
    private let database: Database
    private let audit: AuditTrail
    private let store = SignInPolicyStore()

    init(database: Database, audit: AuditTrail) {
        self.database = database
        self.audit = audit
    }

    func policy() async throws -> SignInPolicy {
        try await store.policy(from: database)
    }

    /// - Throws: `auth_policy.invalid` for values out of their bounds.
    func replace(with wanted: AuthPolicyUpdateRequest, by caller: Caller) async throws -> SignInPolicy {
        if let fault = SignInPolicy.fault(in: wanted) { throw fault }
        return try await database.transaction { transaction in
            let old = try await store.policy(from: transaction, isLocked: true)
            let new = try await store.replace(with: wanted, by: caller.userID, in: transaction)
            try await audit.record(
                AuditEntry(
                    .authPolicyUpdated, by: caller, on: .init("auth_policy", "auth_policy"),
                    detail: ["old_value": old.settings, "new_value": new.settings]),
                in: transaction)
            return new
        }
    }
}

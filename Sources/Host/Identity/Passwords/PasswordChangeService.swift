import Audit
import Contract
import Database
import Foundation
import JSON

/// Changes the caller's own password.
struct PasswordChangeService: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let policy: PasswordPolicy
    private let audit: AuditTrail
    private let check: OwnPasswordCheck
    private let users = UserStore()
    private let sessions = SessionStore()
    private let revocation = AccessRevocation()

    init(database: Database, hasher: PasswordHasher, policy: PasswordPolicy, audit: AuditTrail) {
        self.database = database
        self.hasher = hasher
        self.policy = policy
        self.audit = audit
        check = OwnPasswordCheck(database: database, hasher: hasher, audit: audit)
    }

    /// Every other session of the user ends with its refresh tokens, in the transaction that stores the new password.
    ///
    /// - Throws: `auth.invalid_credentials` for a wrong current password, `auth.password_policy` for an unacceptable new
    ///   one, `rate.limited` after too many failures.
    func change(from current: String, to new: String, by caller: Caller) async throws {
        let acting = try caller.inSession()
        let user = try await check.user(of: caller, proving: current)
        guard let hash = user.passwordHash else { throw OwnPasswordCheck.refusal }
        try await check.clear(of: caller)
        try await examine(new, differsFrom: current, for: user, caller: caller)
        let newHash = try await hasher.hash(new)
        try await database.transaction { transaction in
            let changed = try await users.setPassword(
                of: user.id, from: hash, to: newHash, isAdminPassword: user.isAdministrator, in: transaction)
            guard changed else { throw OwnPasswordCheck.refusal }
            let ended = try await revocation.endSessions(of: user.id, except: acting.sessionID, in: transaction)
            if let session = try await sessions.session(id: acting.sessionID, from: transaction) {
                let step = SignInRules.step(
                    for: session.user, secondFactorShown: session.outstandingStep != .secondFactor,
                    requiresSecondFactor: session.requiresSecondFactor)
                try await sessions.setStep(step, of: session.id, in: transaction)
                try await sessions.stampAuthentication(of: session.id, in: transaction)
            }
            try await audit.record(
                AuditEntry(
                    .authPasswordChanged, by: caller, on: .init("user", user.id.text),
                    detail: ["sessions": .integer(ended)]),
                in: transaction)
        }
    }

    private func examine(_ new: String, differsFrom current: String, for user: User, caller: Caller) async throws {
        do {
            guard new != current else {
                throw PasswordViolation(.unchanged, "The new password is the current one")
            }
            try await policy.check(
                new, username: user.username, email: user.email, isAdmin: user.isAdministrator)
        } catch let violation as PasswordViolation {
            try await audit.record(
                AuditEntry(
                    .authPasswordPolicyFailed, .failure, by: caller, on: .init("user", user.id.text),
                    detail: ["reason": .string(violation.reason.rawValue)]),
                in: database)
            throw violation.error()
        }
    }
}

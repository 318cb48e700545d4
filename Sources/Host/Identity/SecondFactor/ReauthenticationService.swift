import Audit
import Contract
import Core
import Database
import Foundation

/// Lets the user of a session prove again who they are.
struct ReauthenticationService: Sendable {
    private let database: Database
    private let audit: AuditTrail
    private let passwords: OwnPasswordCheck
    private let factors: SecondFactorCheck
    private let sessions = SessionStore()

    init(database: Database, hasher: PasswordHasher, box: SecretBox, audit: AuditTrail) {
        self.database = database
        self.audit = audit
        passwords = OwnPasswordCheck(database: database, hasher: hasher, audit: audit)
        factors = SecondFactorCheck(box: box, audit: audit)
    }

    /// - Parameters:
    ///   - password: needed by every account that has one.
    ///   - otp: needed by every account with a second factor. An account with neither has to sign in again.
    /// - Throws: `auth.invalid_credentials`, `auth.mfa_required`, `auth.mfa_invalid`, `rate.limited`.
    func reauthenticate(password: String?, otp: String?, by caller: Caller) async throws {
        let acting = try caller.inSession()
        let user = try await passwords.user(of: caller, proving: password, mayLackPassword: \.hasSecondFactor)
        let refusal: APIError? = try await database.transaction { transaction in
            if user.hasSecondFactor,
                let refusal = try await factors.refusal(of: otp, for: user, caller: caller, in: transaction)
            {
                return refusal
            }
            try await sessions.stampAuthentication(of: acting.sessionID, in: transaction)
            try await audit.record(
                AuditEntry(
                    .authReauthenticated, by: caller, on: .init("user", user.id.text),
                    detail: ["mfa_used": .bool(user.hasSecondFactor)]),
                in: transaction)
            return nil
        }
        if let refusal {
            if refusal.code != .authMFARequired { try await passwords.fail(of: caller) }
            throw refusal
        }
        try await passwords.clear(of: caller)
    }
}

import Audit
import Contract
import Core
import Database
import Foundation

/// Lets the user of a session prove again who they are.
struct ReauthenticationService: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let audit: AuditTrail
    private let check: SecondFactorCheck
    private let throttle: SignInThrottle
    private let users = UserStore()
    private let sessions = SessionStore()

    init(database: Database, hasher: PasswordHasher, box: SecretBox, audit: AuditTrail) {
        self.database = database
        self.hasher = hasher
        self.audit = audit
        check = SecondFactorCheck(box: box, audit: audit)
        throttle = SignInThrottle(database: database)
    }

    /// - Parameters:
    ///   - password: needed by every account that has one.
    ///   - otp: needed by every account with a second factor. An account with neither has to sign in again.
    /// - Throws: `auth.invalid_credentials`, `auth.mfa_required`, `auth.mfa_invalid`, `rate.limited`.
    func reauthenticate(password: String?, otp: String?, by caller: Caller) async throws {
        let acting = try caller.inSession()
        let subject = ThrottleSubject.ownAccount(acting.userID)
        if let seconds = try await throttle.admit([subject]) {
            throw APIError.rateLimited(retryAfterSeconds: seconds)
        }
        guard let user = try await users.user(id: acting.userID, from: database),
            user.passwordHash != nil || user.hasSecondFactor, try await isPassword(password, of: user)
        else {
            try await throttle.fail([subject])
            try await audit.record(
                AuditEntry(
                    .authLoginFailure, .failure, by: caller, on: .init("user", acting.userID.text),
                    detail: ["reason": "wrong_password", "auth_method": "password"]),
                in: database)
            throw APIError(.authInvalidCredentials, "The password is wrong")
        }
        let refusal: APIError? = try await database.transaction { transaction in
            if user.hasSecondFactor,
                let refusal = try await check.refusal(of: otp, for: user, caller: caller, in: transaction)
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
            if refusal.code != .authMFARequired { try await throttle.fail([subject]) }
            throw refusal
        }
        try await throttle.clear(subject)
    }

    private func isPassword(_ password: String?, of user: User) async throws -> Bool {
        guard let hash = user.passwordHash else { return true }
        return try await hasher.verify(password ?? "", against: hash)
    }
}

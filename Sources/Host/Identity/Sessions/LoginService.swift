package import Audit
import Contract
import Core
package import Database
import Foundation
import JSON

/// Signs users in with their password.
package struct LoginService: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let issuer: SessionIssuer
    private let audit: AuditTrail
    private let factors: SecondFactorCheck
    private let throttle: SignInThrottle
    private let users = UserStore()

    package init(
        database: Database, hasher: PasswordHasher, issuer: SessionIssuer, box: SecretBox, audit: AuditTrail
    ) {
        self.database = database
        self.hasher = hasher
        self.issuer = issuer
        self.audit = audit
        factors = SecondFactorCheck(box: box, audit: audit)
        throttle = SignInThrottle(database: database)
    }

    /// - Parameter otp: a code of the second factor or a recovery code; not looked at for accounts without one.
    /// - Throws: `auth.invalid_credentials`, the same for an unknown name, a wrong password and a disabled account; the
    ///   audit row says which it was. `auth.mfa_required` and `auth.mfa_invalid` once the password is right.
    ///   `rate.limited` for a name or address that has failed too often, known or not.
    func signIn(username: String, password: String, otp: String? = nil, caller: Caller) async throws -> IssuedSession {
        let subjects = ThrottleSubject.signIn(username: username, address: caller.address)
        if let seconds = try await throttle.admit(subjects) {
            try await recordFailure("account_locked", username: username, user: nil, caller: caller)
            throw APIError.rateLimited(retryAfterSeconds: seconds)
        }
        let (user, failure) = try await check(username: username, password: password)
        guard let user, failure == nil else {
            try await throttle.fail(subjects)
            try await recordFailure(failure ?? "unknown_user", username: username, user: user, caller: caller)
            throw Self.refusal
        }
        let newHash = try await hasher.upgrade(user.passwordHash, for: password)
        let outcome: Result<IssuedSession, APIError> = try await database.transaction { transaction in
            try await finish(user, otp: otp, newHash: newHash, caller: caller, in: transaction)
        }
        switch outcome {
        case .success(let issued):
            try await throttle.clear(subjects.account)
            return issued
        case .failure(let error):
            if error.code != .authMFARequired { try await throttle.fail(subjects) }
            throw error
        }
    }

    /// The account that name and password belong to, or why there is none. Each way costs one verification.
    private func check(username: String, password: String) async throws -> (user: User?, failure: String?) {
        guard let user = try await users.user(named: username, from: database) else {
            try await hasher.verifyDecoy(password)
            return (nil, "unknown_user")
        }
        guard let hash = user.passwordHash else {
            try await hasher.verifyDecoy(password)
            return (user, "wrong_password")
        }
        guard try await hasher.verify(password, against: hash) else { return (user, "wrong_password") }
        return (user, user.isDisabled ? "account_disabled" : nil)
    }

    /// The part that must not be overtaken by a change of the account: it is locked and looked at again.
    private func finish(
        _ checked: User, otp: String?, newHash: String?, caller: Caller, in transaction: Transaction
    ) async throws -> Result<IssuedSession, APIError> {
        guard let user = try await users.lockedUser(id: checked.id, in: transaction), !user.isDisabled,
            user.passwordHash == checked.passwordHash
        else {
            try await audit.record(
                AuditEntry(
                    .authLoginFailure, .failure, by: caller, on: .init("user", checked.id.text),
                    detail: ["reason": "invalid_credentials"]),
                in: transaction)
            return .failure(Self.refusal)
        }
        let acting = user.caller(session: nil, address: caller.address, userAgent: caller.userAgent)
        if user.hasSecondFactor {
            if let refusal = try await factors.refusal(of: otp, for: user, caller: acting, in: transaction) {
                let reason = refusal.code == .authMFARequired ? "mfa_required" : "mfa_failed"
                try await audit.record(
                    AuditEntry(
                        .authLoginFailure, .failure, by: caller, on: .init("user", user.id.text),
                        detail: ["reason": .string(reason), "username": .string(user.username)]),
                    in: transaction)
                return .failure(refusal)
            }
        }
        if let newHash { try await users.replacePasswordHash(of: user.id, with: newHash, in: transaction) }
        let issued = try await issuer.issue(
            for: user, method: .password, secondFactorShown: user.hasSecondFactor, caller: caller, in: transaction)
        try await audit.record(
            AuditEntry(
                .authLoginSuccess,
                by: user.caller(session: issued.id, address: caller.address, userAgent: caller.userAgent),
                on: .init("user", user.id.text),
                detail: [
                    "auth_method": "password", "username": .string(user.username),
                    "mfa_used": .bool(user.hasSecondFactor),
                ]),
            in: transaction)
        return .success(issued)
    }

    private func recordFailure(_ reason: String, username: String, user: User?, caller: Caller) async throws {
        let name = String(username.prefix(256).map { $0.isNewline || $0.asciiValue ?? 32 < 32 ? " " : $0 })
        try await audit.record(
            AuditEntry(
                .authLoginFailure, .failure, by: caller, on: user.map { .init("user", $0.id.text) },
                detail: ["reason": .string(reason), "username": .string(name)]),
            in: database)
    }

    private static let refusal = APIError(.authInvalidCredentials, "The user name or the password is wrong")
}

import Audit
import Contract
import Core
import Database
import Foundation

/// Verifies the password of the user whose session asks, slowing guesses down as sign-in does.
struct OwnPasswordCheck: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let audit: AuditTrail
    private let throttle: SignInThrottle
    private let users = UserStore()

    init(database: Database, hasher: PasswordHasher, audit: AuditTrail) {
        self.database = database
        self.hasher = hasher
        self.audit = audit
        throttle = SignInThrottle(database: database)
    }

    /// - Parameters:
    ///   - password: nil proves nothing, except for an account that has none.
    ///   - mayLackPassword: whether an account without a password passes, because something else is asked of it.
    /// - Returns: the user as it is now.
    /// - Throws: `auth.invalid_credentials`, after recording it; `rate.limited`.
    func user(
        of caller: Caller, proving password: String?, mayLackPassword: (User) -> Bool = { _ in false }
    ) async throws -> User {
        let userID = try caller.inSession().userID
        let subject = ThrottleSubject.ownAccount(userID)
        if let seconds = try await throttle.admit([subject]) {
            throw APIError.rateLimited(retryAfterSeconds: seconds)
        }
        if let user = try await users.user(id: userID, from: database) {
            if let hash = user.passwordHash {
                if try await hasher.verify(password ?? "", against: hash) { return user }
            } else if mayLackPassword(user) {
                return user
            }
        }
        try await fail(of: caller)
        try await audit.record(
            AuditEntry(
                .authLoginFailure, .failure, by: caller, on: .init("user", userID.text),
                detail: ["reason": "wrong_password", "auth_method": "password"]),
            in: database)
        throw Self.refusal
    }

    /// Counts something else that the caller got wrong.
    func fail(of caller: Caller) async throws {
        try await throttle.fail([.ownAccount(try caller.inSession().userID)])
    }

    /// Forgets the caller's failures.
    func clear(of caller: Caller) async throws {
        try await throttle.clear(.ownAccount(try caller.inSession().userID))
    }

    static let refusal = APIError(.authInvalidCredentials, "The password is wrong")
}

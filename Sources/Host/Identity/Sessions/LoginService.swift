package import Audit
import Contract
import Core
package import Database
import Foundation

/// Signs users in and out.
package struct LoginService: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let issuer: SessionIssuer
    private let audit: AuditTrail
    private let users = UserStore()
    private let sessions = SessionStore()

    package init(database: Database, hasher: PasswordHasher, issuer: SessionIssuer, audit: AuditTrail) {
        self.database = database
        self.hasher = hasher
        self.issuer = issuer
        self.audit = audit
    }

    /// - Throws: `auth.invalid_credentials`, the same for an unknown name, a wrong password and a disabled account; the
    ///   audit row says which it was.
    func signIn(username: String, password: String, caller: Caller) async throws -> IssuedSession {
        guard let user = try await users.user(named: username, from: database) else {
            try await hasher.verifyDecoy(password)
            throw try await refuse("unknown_user", username: username, user: nil, caller: caller)
        }
        guard let hash = user.passwordHash else {
            try await hasher.verifyDecoy(password)
            throw try await refuse("wrong_password", username: username, user: user, caller: caller)
        }
        guard try await hasher.verify(password, against: hash) else {
            throw try await refuse("wrong_password", username: username, user: user, caller: caller)
        }
        guard !user.isDisabled else {
            throw try await refuse("account_disabled", username: username, user: user, caller: caller)
        }
        return try await database.transaction { transaction in
            let issued = try await issuer.issue(for: user, method: .password, caller: caller, in: transaction)
            let acting = user.caller(session: issued.id, address: caller.address, userAgent: caller.userAgent)
            try await audit.record(
                AuditEntry(
                    .authLoginSuccess, by: acting, on: .init("user", user.id.text),
                    detail: ["auth_method": "password", "username": .string(user.username), "mfa_used": false]),
                in: transaction)
            return issued
        }
    }

    private func refuse(_ reason: String, username: String, user: User?, caller: Caller) async throws -> APIError {
        let name = String(username.prefix(256).map { $0.isNewline || $0.asciiValue ?? 32 < 32 ? " " : $0 })
        try await audit.record(
            AuditEntry(
                .authLoginFailure, .failure, by: caller, on: user.map { .init("user", $0.id.text) },
                detail: ["reason": .string(reason), "username": .string(name)]),
            in: database)
        return APIError(.authInvalidCredentials, "The user name or the password is wrong")
    }

    /// Ends the caller's session and everything issued from it. Nothing happens for a caller without one.
    func signOut(_ caller: Caller) async throws {
        guard let sessionID = caller.sessionID.flatMap(UUID.init(uuidString:)) else { return }
        try await database.transaction { transaction in
            try await sessions.revoke(sessionID, in: transaction)
            try await audit.record(
                AuditEntry(.authLogout, by: caller, on: .init("session", sessionID.text)), in: transaction)
        }
    }

    func user(of caller: Caller) async throws -> User {
        guard let id = caller.id.flatMap(UUID.init(uuidString:)),
            let user = try await users.user(id: id, from: database)
        else { throw APIError.authenticationRequired() }
        return user
    }
}

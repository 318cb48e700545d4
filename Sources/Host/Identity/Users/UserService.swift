package import Audit
package import Contract
import Core
package import Database
package import Foundation

/// Makes accounts.
package struct UserService: Sendable {
    /// The shortest password of an administrator, in bytes of UTF-8.
    package static let minimumAdminPasswordBytes = 15

    private let database: Database
    private let hasher: PasswordHasher
    private let audit: AuditTrail
    private let users = UserStore()

    package init(database: Database, hasher: PasswordHasher, audit: AuditTrail) {
        self.database = database
        self.hasher = hasher
        self.audit = audit
    }

    /// Creates an administrator: account, role and audit row in one transaction.
    ///
    /// - Throws: `userExists` if the name or the address is taken, `passwordPolicy` if the password is too short or
    ///   too long. An existing account is never promoted.
    package func createAdministrator(
        username: String, email: String, password: String, by caller: Caller
    ) async throws -> UUID {
        guard (1...256).contains(username.count), !username.contains(where: \.isWhitespace) else {
            throw IdentityError(.userExists, "the user name is 1 to 256 characters without spaces")
        }
        guard email.contains("@"), (3...256).contains(email.count) else {
            throw IdentityError(.userExists, "the e-mail address needs an @ and at most 256 characters")
        }
        guard (Self.minimumAdminPasswordBytes...128).contains(password.utf8.count) else {
            throw IdentityError(
                .passwordPolicy,
                "an administrator's password has \(Self.minimumAdminPasswordBytes) to 128 bytes")
        }
        let hash = try await hasher.hash(password)
        let id = UUID.v7()
        do {
            try await database.transaction { transaction in
                try await users.insert(
                    id: id, username: username, email: email, passwordHash: hash, role: .admin, in: transaction)
                try await audit.record(
                    AuditEntry(
                        .adminUserCreated, by: caller, on: .init("user", id.text),
                        detail: ["username": .string(username), "role_id": "admin"]),
                    in: transaction)
            }
        } catch let error as DatabaseError where error.isUniqueViolation() {
            throw IdentityError(
                .userExists, "the user name or e-mail address is taken", hint: "choose another one", cause: error)
        }
        return id
    }
}

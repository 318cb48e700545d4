import Audit
import Contract
import Core
import Database
import Foundation

/// What users say about themselves, and how they like their screens.
struct ProfileService: Sendable {
    private let database: Database
    private let audit: AuditTrail
    private let users = UserStore()
    private let profiles = ProfileStore()

    init(database: Database, audit: AuditTrail) {
        self.database = database
        self.audit = audit
    }

    /// - Throws: `auth.required` for anybody but a user.
    func user(of caller: Caller) async throws -> User {
        guard let id = caller.userID, let user = try await users.user(id: id, from: database) else {
            throw APIError.authenticationRequired()
        }
        return user
    }

    /// - Throws: `validation.field_invalid` for an address without an @, `users.email_taken`.
    func update(_ changes: AuthMeUpdateRequest, by caller: Caller) async throws -> User {
        guard let id = caller.userID else { throw APIError.authenticationRequired() }
        let email = try changes.email.map(ProfileRules.email)
        do {
            return try await database.transaction { transaction in
                guard let old = try await users.lockedUser(id: id, in: transaction) else {
                    throw APIError.authenticationRequired()
                }
                try await profiles.update(id, changes, email: email, in: transaction)
                try await audit.record(
                    AuditEntry(
                        .authProfileUpdated, by: caller, on: .init("user", id.text),
                        detail: ["email_changed": .bool(email != nil && email != old.email)]),
                    in: transaction)
                guard let new = try await users.user(id: id, from: transaction) else {
                    throw APIError.authenticationRequired()
                }
                return new
            }
        } catch let error as DatabaseError where error.isUniqueViolation(of: "users_email") {
            throw APIError(.usersEmailTaken, "Another account has this e-mail address")
        }
    }

    func preferences(of caller: Caller) async throws -> UserPreferences {
        guard let id = caller.userID, let json = try await profiles.preferences(of: id, from: database) else {
            throw APIError.authenticationRequired()
        }
        return try JSONDecoder().decode(UserPreferences.self, from: Data(json))
    }

    /// - Throws: `validation.invalid_value` for a choice that does not exist.
    func updatePreferences(_ changes: UserPreferences, by caller: Caller) async throws -> UserPreferences {
        if let fault = ProfileRules.fault(in: changes) { throw fault }
        let json = Array(try JSONEncoder().encode(changes))
        guard let id = caller.userID, let merged = try await profiles.merge(json, into: id, in: database) else {
            throw APIError.authenticationRequired()
        }
        return try JSONDecoder().decode(UserPreferences.self, from: Data(merged))
    }
}

package import Audit
package import Contract
import Core
package import Database
package import Foundation
import JSON

/// Makes, changes and removes accounts and says which roles they have.
///
/// Whoever acts on an account holds every permission that the account has, and no change leaves the installation
/// without an enabled administrator.
package struct UserService: Sendable {
    private let database: Database
    private let hasher: PasswordHasher
    private let passwords: PasswordPolicy
    private let audit: AuditTrail
    private let users = UserStore()
    private let roles = RoleStore()
    private let revocation = AccessRevocation()

    package init(database: Database, hasher: PasswordHasher, passwords: PasswordPolicy, audit: AuditTrail) {
        self.database = database
        self.hasher = hasher
        self.passwords = passwords
        self.audit = audit
    }

    // MARK: Reading

    func list(_ page: UserStore.Page) async throws -> [UserRecord] {
        try await users.list(page, from: database)
    }

    func get(_ id: UUID) async throws -> UserResponse {
        guard let record = try await users.record(id: id, from: database) else { throw Self.notFound() }
        return record.response
    }

    // MARK: Accounts

    /// Creates an account without any role.
    ///
    /// - Throws: `users.taken`, `auth.password_policy`, `validation.*` naming the field.
    func create(_ request: UserCreateRequest, by caller: Caller) async throws -> UserResponse {
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        try UserRules.check(username: request.username)
        try UserRules.check(email: request.email)
        try await check(
            request.password, username: request.username, email: request.email, isAdmin: false,
            code: .authPasswordPolicy, field: "password")
        let hash = try await hasher.hash(request.password)
        let id = UUID.v7()
        try await save { transaction in
            try await insert(
                id, request.username, request.email, hash: hash, password: request.password, by: caller, in: transaction
            )
        }
        return try await get(id)
    }

    /// Creates an administrator: account, role and audit row in one transaction.
    ///
    /// - Throws: what ``create(_:by:)`` throws. An existing account is never promoted.
    package func createAdministrator(
        username: String, email: String, password: String, by caller: Caller
    ) async throws -> UUID {
        let request = UserCreateRequest(username: username, email: email, password: password)
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        try UserRules.check(username: username)
        try UserRules.check(email: email)
        try await check(
            password, username: username, email: email, isAdmin: true, code: .authPasswordPolicy, field: "password")
        let hash = try await hasher.hash(password)
        let id = UUID.v7()
        try await save { transaction in
            try await insert(id, username, email, hash: hash, password: password, by: caller, in: transaction)
            _ = try await users.addRole(Role.admin.rawValue, to: id, by: caller, in: transaction)
            try await record(.authzRoleAssigned, id, by: caller, ["role_id": .string(Role.admin.rawValue)], transaction)
        }
        return id
    }

    private func insert(
        _ id: UUID, _ username: String, _ email: String, hash: String, password: String, by caller: Caller,
        in transaction: Transaction
    ) async throws {
        try await users.insert(
            id: id, username: username, email: email, passwordHash: hash,
            hasAdminPassword: Self.isFitForAdmin(password, username: username, email: email), in: transaction)
        try await record(.adminUserCreated, id, by: caller, ["username": .string(username)], transaction)
    }

    func update(_ id: UUID, _ request: UserUpdateRequest, by caller: Caller) async throws -> UserResponse {
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        if let username = request.username { try UserRules.check(username: username) }
        if let email = request.email { try UserRules.check(email: email) }
        try await save { transaction in
            let record = try await target(id, of: caller, in: transaction)
            var changes: JSONObject = [:]
            if let name = request.username, name != record.user.username {
                changes["username"] = .object(["old": .string(record.user.username), "new": .string(name)])
            }
            if let email = request.email, email != record.user.email { changes["email_changed"] = true }
            guard !changes.isEmpty else { return }
            try await users.update(id, username: request.username, email: request.email, in: transaction)
            try await self.record(.adminUserUpdated, id, by: caller, changes, transaction)
        }
        return try await get(id)
    }

    func delete(_ id: UUID, by caller: Caller) async throws {
        try await save { transaction in
            try await users.lockAdministrators(in: transaction)
            let record = try await target(id, of: caller, in: transaction)
            try await users.markDeleted(id, in: transaction)
            if record.isEnabledAdministrator { try await requireAdministrator(in: transaction) }
            var detail = try await cutAccess(of: id, in: transaction)
            detail["username"] = .string(record.user.username)
            try await self.record(.adminUserDeleted, id, by: caller, detail, transaction)
        }
    }

    /// - Throws: `users.cannot_disable_self`, `users.last_admin`.
    func disable(_ id: UUID, by caller: Caller) async throws -> UserResponse {
        guard id != caller.userID else {
            throw APIError(.usersCannotDisableSelf, "Nobody disables their own account")
        }
        try await save { transaction in
            try await users.lockAdministrators(in: transaction)
            let record = try await target(id, of: caller, in: transaction)
            guard record.disabledAt == nil else { return }
            try await users.setDisabled(id, true, in: transaction)
            if record.isEnabledAdministrator { try await requireAdministrator(in: transaction) }
            var detail = try await cutAccess(of: id, in: transaction)
            detail["target_user_id"] = .string(id.text)
            try await self.record(.adminUserDisabled, id, by: caller, detail, transaction)
        }
        return try await get(id)
    }

    func enable(_ id: UUID, by caller: Caller) async throws -> UserResponse {
        try await save { transaction in
            let record = try await target(id, of: caller, in: transaction)
            guard record.disabledAt != nil else { return }
            try await users.setDisabled(id, false, in: transaction)
            try await self.record(
                .adminUserEnabled, id, by: caller, ["target_user_id": .string(id.text)], transaction)
        }
        return try await get(id)
    }

    /// Sets a password without the old one. Somebody else's has to be changed at the next sign-in.
    func resetPassword(_ id: UUID, _ request: UserPasswordResetRequest, by caller: Caller) async throws {
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        guard let user = try await users.user(id: id, from: database) else { throw Self.notFound() }
        let password = request.newPassword
        let isAdmin = user.roleIDs.contains(Role.admin.rawValue)
        try GrantRules.require(user.role?.permissions ?? PermissionSet(), heldBy: caller)
        try await check(
            password, username: user.username, email: user.email, isAdmin: isAdmin, code: .validationPasswordPolicy,
            field: "new_password")
        let hash = try await hasher.hash(password)
        let isOwn = id == caller.userID
        try await save { transaction in
            // The account may have been promoted while the password was hashed.
            let record = try await target(id, of: caller, in: transaction)
            let isFitForAdmin = Self.isFitForAdmin(password, username: record.user.username, email: record.user.email)
            try await users.setPassword(
                of: id, hash: hash, mustChange: !isOwn, isForAdmin: isFitForAdmin, in: transaction)
            var detail = try await cutAccess(of: id, in: transaction)
            detail["target_user_id"] = .string(id.text)
            detail["self"] = .bool(isOwn)
            try await self.record(.adminUserPasswordReset, id, by: caller, detail, transaction)
        }
    }

    // MARK: Roles

    /// - Throws: `users.unknown_role`, `users.not_found`, `authz.role_exceeds_grant`.
    func assign(_ roleID: String, to id: UUID, by caller: Caller) async throws {
        guard !roleID.allSatisfy(\.isWhitespace) else { throw APIError.fieldRequired("role_id") }
        try await save { transaction in
            guard let role = try await roles.role(roleID, lock: true, from: transaction) else {
                throw Self.unknownRole(field: "role_id")
            }
            try GrantRules.require(role.permissions, heldBy: caller)
            guard try await users.record(id: id, lock: true, from: transaction) != nil else { throw Self.notFound() }
            guard try await users.addRole(roleID, to: id, by: caller, in: transaction) else { return }
            if roleID == Role.admin.rawValue { try await users.demandAdminPassword(of: id, in: transaction) }
            try await record(.authzRoleAssigned, id, by: caller, ["role_id": .string(roleID)], transaction)
        }
    }

    func unassign(_ roleID: String, from id: UUID, by caller: Caller) async throws {
        guard !roleID.allSatisfy(\.isWhitespace) else { throw APIError.fieldRequired("role_id") }
        try await save { transaction in
            try await users.lockAdministrators(in: transaction)
            guard let user = try await users.record(id: id, lock: true, from: transaction) else {
                throw Self.notFound()
            }
            guard let role = try await roles.role(roleID, from: transaction) else { return }
            try GrantRules.require(role.permissions, heldBy: caller)
            guard try await users.removeRole(roleID, from: id, in: transaction) else { return }
            if roleID == Role.admin.rawValue, user.isEnabledAdministrator {
                try await requireAdministrator(in: transaction)
            }
            try await record(.authzRoleRemoved, id, by: caller, ["role_id": .string(roleID)], transaction)
        }
    }

    // MARK: What the changes share

    /// The account that a caller acts on, locked.
    ///
    /// - Throws: `users.not_found`; `authz.role_exceeds_grant` if the account may do more than the caller.
    private func target(_ id: UUID, of caller: Caller, in transaction: Transaction) async throws -> UserRecord {
        guard let record = try await users.record(id: id, lock: true, from: transaction) else {
            throw Self.notFound()
        }
        try GrantRules.require(record.user.role?.permissions ?? PermissionSet(), heldBy: caller)
        return record
    }

    /// - Throws: `code` with the field and the reason.
    private func check(
        _ password: String, username: String, email: String, isAdmin: Bool, code: ErrorCode, field: String
    ) async throws {
        do {
            try await passwords.check(password, username: username, email: email, isAdmin: isAdmin)
        } catch let violation as PasswordViolation {
            throw violation.error(field: field, code: code)
        }
    }

    private static func isFitForAdmin(_ password: String, username: String, email: String) -> Bool {
        PasswordPolicy.violation(in: password, username: username, email: email, isAdmin: true) == nil
    }

    private func cutAccess(of id: UUID, in transaction: Transaction) async throws -> JSONObject {
        let sessions = try await revocation.endSessions(of: id, in: transaction)
        let tokens = try await revocation.revokeTokens(of: id, in: transaction)
        return ["sessions_ended": .integer(Int64(sessions)), "api_keys_revoked": .integer(Int64(tokens))]
    }

    private func requireAdministrator(in transaction: Transaction) async throws {
        guard try await users.hasEnabledAdministrator(in: transaction) else {
            throw APIError(
                .usersLastAdmin, "This would leave no enabled administrator; give somebody else the role first")
        }
    }

    private func record(
        _ event: AuditEvent, _ id: UUID, by caller: Caller, _ detail: JSONObject, _ transaction: Transaction
    ) async throws {
        try await audit.record(
            AuditEntry(event, by: caller, on: .init("user", id.text), detail: detail), in: transaction)
    }

    private func save(_ change: @Sendable (Transaction) async throws -> Void) async throws {
        do {
            try await database.transaction { try await change($0) }
        } catch let error as DatabaseError where error.isUniqueViolation(of: "users_username") {
            throw APIError(.usersTaken, "The user name is taken", detail: ["field": "username"])
        } catch let error as DatabaseError where error.isUniqueViolation(of: "users_email") {
            throw APIError(.usersTaken, "The e-mail address is taken", detail: ["field": "email"])
        }
    }

    private static func notFound() -> APIError { APIError(.usersNotFound, "User not found") }

    static func unknownRole(field: String) -> APIError {
        APIError(.usersUnknownRole, "There is no role with this id", detail: ["field": .string(field)])
    }
}

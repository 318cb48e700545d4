package import Audit
import Contract
import Core
package import Database
import JSON

/// Lists roles, and makes, changes and deletes custom ones.
package struct RoleService: Sendable {
    private let database: Database
    private let audit: AuditTrail
    private let store = RoleStore()

    package init(database: Database, audit: AuditTrail) {
        self.database = database
        self.audit = audit
    }

    func list() async throws -> AdminRolesResponse {
        AdminRolesResponse(roles: try await store.all(from: database).map(\.entry))
    }

    /// - Throws: `users.role_id_taken`, `authz.role_exceeds_grant`, and what ``GrantRules`` throws.
    func create(_ request: CustomRoleCreateRequest, by caller: Caller) async throws -> CustomRoleResponse {
        let permissions = try GrantRules.permissions(named: request.permissions)
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        guard Self.isRoleID(request.id) else {
            throw APIError.fieldFormat("id", expected: "lower-case letters, digits and _, beginning with a letter")
        }
        try GrantRules.require(permissions, heldBy: caller)
        try await database.transaction { transaction in
            guard
                try await store.insert(
                    request.id, description: request.description, permissions: permissions, by: caller, in: transaction)
            else { throw APIError(.usersRoleIDTaken, "A role has this id already", detail: ["field": "id"]) }
            try await audit.record(
                AuditEntry(
                    .authzRoleAssigned, by: caller, on: .init("role", request.id),
                    detail: ["created_role": .string(request.id), "permissions": Self.ids(permissions)]),
                in: transaction)
        }
        return CustomRoleResponse(
            id: request.id, description: request.description, isBuiltIn: false,
            permissions: permissions.permissions.map(\.id))
    }

    func update(_ id: String, _ request: CustomRoleUpdateRequest, by caller: Caller) async throws -> CustomRoleResponse
    {
        let asked = try request.permissions.map(GrantRules.permissions(named:))
        if let violation = request.limitViolation() { throw APIError.fieldRange(violation) }
        return try await database.transaction { transaction in
            let role = try await customRole(id, in: transaction)
            let permissions = asked ?? role.permissions
            try GrantRules.require(role.permissions.union(permissions), heldBy: caller)
            try await store.update(
                id, description: request.description ?? role.description, permissions: permissions, in: transaction)
            try await audit.record(
                AuditEntry(
                    .adminRoleChanged, by: caller, on: .init("role", id),
                    detail: [
                        "added": Self.ids(permissions.subtracting(role.permissions)),
                        "removed": Self.ids(role.permissions.subtracting(permissions)),
                    ]),
                in: transaction)
            return CustomRoleResponse(
                id: id, description: request.description ?? role.description, isBuiltIn: false,
                permissions: permissions.permissions.map(\.id))
        }
    }

    func delete(_ id: String, by caller: Caller) async throws {
        try await database.transaction { transaction in
            let role = try await customRole(id, in: transaction)
            try GrantRules.require(role.permissions, heldBy: caller)
            let use = try await store.use(of: id, in: transaction)
            guard use.isNone else {
                throw APIError(
                    .rolesInUse, "The role is still in use; take it from everybody first",
                    detail: [
                        "users": .int(use.users), "tokens": .int(use.tokens), "providers": .int(use.providers),
                    ])
            }
            try await store.delete(id, in: transaction)
            try await audit.record(
                AuditEntry(
                    .adminRoleChanged, by: caller, on: .init("role", id),
                    detail: ["deleted": true, "removed": Self.ids(role.permissions)]),
                in: transaction)
        }
    }

    private func customRole(_ id: String, in transaction: Transaction) async throws -> StoredRole {
        guard let role = try await store.role(id, lock: true, from: transaction) else {
            throw APIError(.rolesNotFound, "Role not found")
        }
        guard !role.isBuiltIn else { throw APIError(.rolesBuiltIn, "Built-in roles cannot be changed") }
        return role
    }

    /// The form that the contract's pattern gives: `^[a-z][a-z0-9_]{1,63}$`.
    static func isRoleID(_ id: String) -> Bool {
        let bytes = Array(id.utf8)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        guard (2...64).contains(bytes.count), letters.contains(bytes[0]) else { return false }
        return bytes.allSatisfy {
            letters.contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
        }
    }

    private static func ids(_ permissions: PermissionSet) -> JSONValue {
        .array(permissions.permissions.map { .string($0.id) })
    }
}

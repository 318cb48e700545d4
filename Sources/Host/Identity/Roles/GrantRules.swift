package import Contract

/// Nobody hands out, takes away or acts on more than they hold themselves. No I/O.
package enum GrantRules {
    /// - Throws: `authz.role_exceeds_grant` with the ids that the caller lacks.
    package static func require(_ permissions: PermissionSet, heldBy caller: Caller) throws {
        let exceeding = permissions.subtracting(caller.permissions)
        guard !exceeding.isEmpty else { return }
        throw APIError(
            .authzRoleExceedsGrant, "This takes permissions that you do not hold",
            detail: ["exceeds_grant": .strings(exceeding.permissions.map(\.id))])
    }

    /// What a list of permission ids comes to.
    ///
    /// - Throws: `validation.field_required` for an empty list, `users.unknown_permission` for ids that the registry
    ///   does not have, wildcards included.
    package static func permissions(named ids: [String]) throws -> PermissionSet {
        guard !ids.isEmpty else { throw APIError.fieldRequired("permissions") }
        let unknown = ids.filter { Permission.named($0) == nil }
        guard unknown.isEmpty else {
            throw APIError(
                .usersUnknownPermission, "permissions holds ids that do not exist",
                detail: ["invalid_permissions": .strings(unknown.map { String($0.prefix(128)) })])
        }
        return PermissionSet(ids: ids)
    }
}

import Contract
import Database

/// A role as the database has it. What a built-in one grants stands in the registry.
struct StoredRole: Sendable {
    let id: String
    let description: String
    let isBuiltIn: Bool
    let permissions: PermissionSet

    init(row: Row) throws {
        id = try row.string("id")
        let builtIn = Role(rawValue: id)
        isBuiltIn = builtIn != nil
        description = try builtIn?.summary ?? row.string("description")
        permissions = try builtIn?.permissionSet ?? PermissionSet(ids: row.stringArray("permissions"))
    }

    var entry: RoleEntry {
        RoleEntry(
            id: id, description: description, isBuiltIn: isBuiltIn, permissions: permissions.permissions.map(\.id))
    }

    var response: CustomRoleResponse {
        CustomRoleResponse(
            id: id, description: description, isBuiltIn: isBuiltIn, permissions: permissions.permissions.map(\.id))
    }
}

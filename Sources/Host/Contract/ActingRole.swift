/// What an identity acts as: one role id for people and tokens, and everything it may do.
///
/// Of the built-in roles an identity has only the highest counts, so that two of them together never dissolve the
/// separation of duties between them. Custom roles add what they grant.
package struct ActingRole: Sendable, Hashable {
    /// The built-in role with the highest rank, else the first custom one.
    package let id: String
    package let permissions: PermissionSet

    package init(id: String, permissions: PermissionSet) {
        self.id = id
        self.permissions = permissions
    }

    package init(_ role: Role) {
        self.init(id: role.rawValue, permissions: role.permissionSet)
    }

    /// - Parameters:
    ///   - roleIDs: every role of the identity.
    ///   - customPermissions: what its custom roles grant together.
    /// - Returns: nil for an identity without any role.
    package init?(roleIDs: [String], customPermissions: PermissionSet) {
        let builtIn = roleIDs.compactMap(Role.init(rawValue:)).max { $0.rank < $1.rank }
        guard let id = builtIn?.rawValue ?? roleIDs.min() else { return nil }
        self.init(id: id, permissions: customPermissions.union(builtIn?.permissionSet ?? PermissionSet()))
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// The whole vocabulary: categories, permissions and built-in roles.
package struct PermissionsRegistryResponse: Codable, Equatable, Sendable {
    package var categories: [CategoryEntry]
    package var permissions: [PermissionEntry]
    package var roles: [RoleEntry]

    package init(categories: [CategoryEntry], permissions: [PermissionEntry], roles: [RoleEntry]) {
        self.categories = categories
        self.permissions = permissions
        self.roles = roles
    }

    private enum CodingKeys: String, CodingKey {
        case categories
        case permissions
        case roles
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Every role.
package struct AdminRolesResponse: Codable, Equatable, Sendable {
    package var roles: [RoleEntry]

    package init(roles: [RoleEntry]) {
        self.roles = roles
    }

    private enum CodingKeys: String, CodingKey {
        case roles
    }
}

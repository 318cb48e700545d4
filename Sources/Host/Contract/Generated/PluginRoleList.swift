// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Every role, with the probe that fills it now.
package struct PluginRoleList: Codable, Equatable, Sendable {
    package var roles: [PluginRoleEntry]

    package init(roles: [PluginRoleEntry]) {
        self.roles = roles
    }

    private enum CodingKeys: String, CodingKey {
        case roles
    }
}

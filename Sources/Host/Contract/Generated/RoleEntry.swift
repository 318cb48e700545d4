// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A built-in role.
package struct RoleEntry: Codable, Equatable, Sendable {
    package var id: String
    package var description: String
    package var isBuiltIn: Bool
    package var permissions: [String]

    package init(id: String, description: String, isBuiltIn: Bool, permissions: [String]) {
        self.id = id
        self.description = description
        self.isBuiltIn = isBuiltIn
        self.permissions = permissions
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case description
        case isBuiltIn = "is_built_in"
        case permissions
    }
}

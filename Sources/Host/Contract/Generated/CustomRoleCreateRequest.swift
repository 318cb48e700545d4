// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A new role.
package struct CustomRoleCreateRequest: Codable, Equatable, Sendable {
    /// Lower-case letters, digits and _, a letter first.
    package var id: String
    package var description: String
    package var permissions: [String]

    package init(id: String, description: String, permissions: [String]) {
        self.id = id
        self.description = description
        self.permissions = permissions
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case description
        case permissions
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: id, of: "id", bounds: 2...64) { return violation }
        if let violation = LimitViolation(length: description, of: "description", bounds: 1...256) { return violation }
        if let violation = LimitViolation(count: permissions.count, of: "permissions", maximum: 256) {
            return violation
        }
        return nil
    }
}

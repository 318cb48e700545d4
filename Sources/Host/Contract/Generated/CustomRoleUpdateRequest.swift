// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// What to change about a role.
package struct CustomRoleUpdateRequest: Codable, Equatable, Sendable {
    package var description: String?
    package var permissions: [String]?

    package init(description: String? = nil, permissions: [String]? = nil) {
        self.description = description
        self.permissions = permissions
    }

    private enum CodingKeys: String, CodingKey {
        case description
        case permissions
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: description, of: "description", bounds: 1...256) { return violation }
        if let violation = LimitViolation(count: permissions?.count, of: "permissions", maximum: 256) {
            return violation
        }
        return nil
    }
}

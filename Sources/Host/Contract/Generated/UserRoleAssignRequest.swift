// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A role to give or take.
package struct UserRoleAssignRequest: Codable, Equatable, Sendable {
    package var roleID: String

    package init(roleID: String) {
        self.roleID = roleID
    }

    private enum CodingKeys: String, CodingKey {
        case roleID = "role_id"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: roleID, of: "role_id", bounds: 1...64) { return violation }
        return nil
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// A new API token.
package struct ApiTokenCreateRequest: Codable, Equatable, Sendable {
    package var name: String
    package var roleID: String
    package var expiresAt: Timestamp?

    package init(name: String, roleID: String, expiresAt: Timestamp? = nil) {
        self.name = name
        self.roleID = roleID
        self.expiresAt = expiresAt
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case roleID = "role_id"
        case expiresAt = "expires_at"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: name, of: "name", bounds: 1...256) { return violation }
        if let violation = LimitViolation(length: roleID, of: "role_id", bounds: 1...64) { return violation }
        return nil
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A feature.
package struct Capability: Codable, Equatable, Sendable {
    package var id: String
    package var tier: LicenseTier
    package var available: Bool
    package var description: String

    package init(id: String, tier: LicenseTier, available: Bool, description: String) {
        self.id = id
        self.tier = tier
        self.available = available
        self.description = description
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case tier
        case available
        case description
    }
}

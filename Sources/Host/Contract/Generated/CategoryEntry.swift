// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A subject that permissions belong to.
package struct CategoryEntry: Codable, Equatable, Sendable {
    package var id: String
    package var description: String

    package init(id: String, description: String) {
        self.id = id
        self.description = description
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case description
    }
}

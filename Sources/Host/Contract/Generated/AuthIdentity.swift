// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Who asks.
package struct AuthIdentity: Codable, Equatable, Sendable {
    /// Id of the user or token; anonymous for nobody.
    package var id: String
    package var role: String
    package var isAnonymous: Bool

    package init(id: String, role: String, isAnonymous: Bool) {
        self.id = id
        self.role = role
        self.isAnonymous = isAnonymous
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case role
        case isAnonymous = "is_anonymous"
    }
}

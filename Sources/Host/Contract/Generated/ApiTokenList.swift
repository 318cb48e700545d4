// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// API tokens.
package struct ApiTokenList: Codable, Equatable, Sendable {
    package var tokens: [ApiToken]

    package init(tokens: [ApiToken]) {
        self.tokens = tokens
    }

    private enum CodingKeys: String, CodingKey {
        case tokens
    }
}

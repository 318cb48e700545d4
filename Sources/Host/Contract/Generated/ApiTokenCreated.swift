// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A new API token, shown once.
package struct ApiTokenCreated: Codable, Equatable, Sendable {
    package var token: String
    package var apiToken: ApiToken

    package init(token: String, apiToken: ApiToken) {
        self.token = token
        self.apiToken = apiToken
    }

    private enum CodingKeys: String, CodingKey {
        case token
        case apiToken = "api_token"
    }
}

extension ApiTokenCreated: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

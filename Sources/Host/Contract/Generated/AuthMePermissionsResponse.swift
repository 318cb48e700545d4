// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// What the caller may do.
package struct AuthMePermissionsResponse: Codable, Equatable, Sendable {
    package var identity: AuthIdentity
    package var permissions: [String]

    package init(identity: AuthIdentity, permissions: [String]) {
        self.identity = identity
        self.permissions = permissions
    }

    private enum CodingKeys: String, CodingKey {
        case identity
        case permissions
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// All active credentials.
package struct CredentialListResponse: Codable, Equatable, Sendable {
    package var credentials: [CredentialResponse]

    package init(credentials: [CredentialResponse]) {
        self.credentials = credentials
    }

    private enum CodingKeys: String, CodingKey {
        case credentials
    }
}

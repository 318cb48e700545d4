// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// What a credential applies to: every host, or one.
package enum CredentialScope: String, Codable, Sendable, CaseIterable {
    case system
    case host
}

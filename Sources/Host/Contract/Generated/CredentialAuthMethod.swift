// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Which secrets a credential offers.
package enum CredentialAuthMethod: String, Codable, Sendable, CaseIterable {
    case sshKey = "ssh_key"
    case password
    case both
}

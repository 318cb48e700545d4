// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Who has to act: the caller, the server, whoever grants permissions and licences, or a system outside.
package enum ErrorFault: String, Codable, Sendable, CaseIterable {
    case client
    case server
    case policy
    case external
}

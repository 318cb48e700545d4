// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Health of the server.
package enum HealthStatus: String, Codable, Sendable, CaseIterable {
    case healthy
    case degraded
}

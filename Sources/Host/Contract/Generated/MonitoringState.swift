// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Reachability band, with hysteresis.
package enum MonitoringState: String, Codable, Sendable, CaseIterable {
    case online
    case degraded
    case critical
    case down
    case maintenance
    case unknown
}

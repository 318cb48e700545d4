// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// How serious a change is.
package enum IntelligenceSeverity: String, Codable, Sendable, CaseIterable {
    case info
    case low
    case medium
    case high
    case critical
}

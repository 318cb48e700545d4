// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Whether the latest check got through.
package enum ReachabilityStatus: String, Codable, Sendable, CaseIterable {
    case reachable
    case unreachable
    case unknown
}

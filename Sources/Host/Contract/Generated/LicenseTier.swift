// Made by scripts/generate-contract from contract/license-features.yaml. Change that file, not this one.

/// The offers a licence feature can belong to, from the smallest to the largest.
package enum LicenseTier: String, Codable, Sendable, CaseIterable {
    case free
    case openwatchPlus = "openwatch_plus"
    case enterprise
}

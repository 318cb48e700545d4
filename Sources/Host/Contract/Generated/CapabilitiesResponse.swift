// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Every feature and whether it is available.
package struct CapabilitiesResponse: Codable, Equatable, Sendable {
    package var tier: LicenseTier
    package var status: LicenseStatus
    package var capabilities: [Capability]

    package init(tier: LicenseTier, status: LicenseStatus, capabilities: [Capability]) {
        self.tier = tier
        self.status = status
        self.capabilities = capabilities
    }

    private enum CodingKeys: String, CodingKey {
        case tier
        case status
        case capabilities
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A host with its state.
package struct HostDetailResponse: Codable, Equatable, Sendable {
    package var host: HostResponse
    package var liveness: HostLiveness?
    package var complianceSummary: HostComplianceSummary

    package init(host: HostResponse, liveness: HostLiveness? = nil, complianceSummary: HostComplianceSummary) {
        self.host = host
        self.liveness = liveness
        self.complianceSummary = complianceSummary
    }

    private enum CodingKeys: String, CodingKey {
        case host
        case liveness
        case complianceSummary = "compliance_summary"
    }
}

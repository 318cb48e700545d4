// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A version that asks for grants nobody has approved.
package struct PluginPendingApproval: Codable, Equatable, Sendable {
    package var version: String
    package var missingGrants: [String]

    package init(version: String, missingGrants: [String]) {
        self.version = version
        self.missingGrants = missingGrants
    }

    private enum CodingKeys: String, CodingKey {
        case version
        case missingGrants = "missing_grants"
    }
}

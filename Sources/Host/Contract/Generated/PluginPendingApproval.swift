// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A version that asks for grants nobody has approved.
package struct PluginPendingApproval: Codable, Equatable, Sendable {
    package var version: String
    /// SHA-256 of its manifest in hex digits: what an approval names.
    package var manifestSHA256: String
    package var missingGrants: [String]

    package init(version: String, manifestSHA256: String, missingGrants: [String]) {
        self.version = version
        self.manifestSHA256 = manifestSHA256
        self.missingGrants = missingGrants
    }

    private enum CodingKeys: String, CodingKey {
        case version
        case manifestSHA256 = "manifest_sha256"
        case missingGrants = "missing_grants"
    }
}

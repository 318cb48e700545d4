// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// One content of a plugin that an operator has approved.
package struct PluginApproval: Codable, Equatable, Sendable {
    package var version: String
    package var manifestSHA256: String
    package var grants: [String]
    package var approvedBy: String
    package var approvedAt: Timestamp

    package init(version: String, manifestSHA256: String, grants: [String], approvedBy: String, approvedAt: Timestamp) {
        self.version = version
        self.manifestSHA256 = manifestSHA256
        self.grants = grants
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
    }

    private enum CodingKeys: String, CodingKey {
        case version
        case manifestSHA256 = "manifest_sha256"
        case grants
        case approvedBy = "approved_by"
        case approvedAt = "approved_at"
    }
}

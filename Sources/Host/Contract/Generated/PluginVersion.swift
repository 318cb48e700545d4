// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// One version of a plugin that is there.
package struct PluginVersion: Codable, Equatable, Sendable {
    package var version: String
    package var usable: Bool
    /// Why it is not usable.
    package var reason: String?
    /// SHA-256 of the manifest of a usable version.
    package var manifestSHA256: String?
    /// It failed on trial and is not tried again by itself.
    package var rolledBack: Bool

    package init(
        version: String,
        usable: Bool,
        reason: String? = nil,
        manifestSHA256: String? = nil,
        rolledBack: Bool
    ) {
        self.version = version
        self.usable = usable
        self.reason = reason
        self.manifestSHA256 = manifestSHA256
        self.rolledBack = rolledBack
    }

    private enum CodingKeys: String, CodingKey {
        case version
        case usable
        case reason
        case manifestSHA256 = "manifest_sha256"
        case rolledBack = "rolled_back"
    }
}

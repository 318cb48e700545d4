// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Whose approval is taken back.
package struct PluginRevokeRequest: Codable, Equatable, Sendable {
    /// SHA-256 of the approved manifest, 64 hex digits; without it every approval of the plugin.
    package var manifestSHA256: String?

    package init(manifestSHA256: String? = nil) {
        self.manifestSHA256 = manifestSHA256
    }

    private enum CodingKeys: String, CodingKey {
        case manifestSHA256 = "manifest_sha256"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: manifestSHA256, of: "manifest_sha256", bounds: 64...64) {
            return violation
        }
        return nil
    }
}

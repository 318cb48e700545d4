// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// What is approved.
package struct PluginApproveRequest: Codable, Equatable, Sendable {
    package var version: String
    /// SHA-256 of the manifest that was looked at, 64 hex digits.
    package var manifestSHA256: String

    package init(version: String, manifestSHA256: String) {
        self.version = version
        self.manifestSHA256 = manifestSHA256
    }

    private enum CodingKeys: String, CodingKey {
        case version
        case manifestSHA256 = "manifest_sha256"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: version, of: "version", bounds: 1...64) { return violation }
        if let violation = LimitViolation(length: manifestSHA256, of: "manifest_sha256", bounds: 64...64) {
            return violation
        }
        return nil
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// The version to run.
package struct PluginActivateRequest: Codable, Equatable, Sendable {
    package var version: String?

    package init(version: String? = nil) {
        self.version = version
    }

    private enum CodingKeys: String, CodingKey {
        case version
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: version, of: "version", bounds: 1...64) { return violation }
        return nil
    }
}

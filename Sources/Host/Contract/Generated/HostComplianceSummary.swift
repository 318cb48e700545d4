// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Rules of a host by state.
package struct HostComplianceSummary: Codable, Equatable, Sendable {
    package var passing: Int
    package var failing: Int
    package var skipped: Int
    package var error: Int
    package var total: Int

    package init(passing: Int, failing: Int, skipped: Int, error: Int, total: Int) {
        self.passing = passing
        self.failing = failing
        self.skipped = skipped
        self.error = error
        self.total = total
    }

    private enum CodingKeys: String, CodingKey {
        case passing
        case failing
        case skipped
        case error
        case total
    }
}

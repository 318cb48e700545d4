// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A licence to check.
package struct LicenseVerifyRequest: Codable, Equatable, Sendable {
    /// The licence as a compact JWT. White space around it does not count.
    package var licenseJwt: String

    package init(licenseJwt: String) {
        self.licenseJwt = licenseJwt
    }

    private enum CodingKeys: String, CodingKey {
        case licenseJwt = "license_jwt"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        return nil
    }
}

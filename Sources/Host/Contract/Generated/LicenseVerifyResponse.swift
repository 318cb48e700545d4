// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// What a check of a licence came to. Tier, features and end are left out unless the signature is good.
package struct LicenseVerifyResponse: Codable, Equatable, Sendable {
    package var isValid: Bool
    /// valid, malformed_jwt, signature_invalid, issuer_invalid, audience_invalid, not_yet_valid, expired or
    /// fingerprint_mismatch.
    package var verifyResult: String
    package var tier: LicenseTier?
    package var features: [String]?
    package var expiresAt: Timestamp?
    /// Texts for people about what does not make the licence invalid.
    package var warnings: [String]?

    package init(
        isValid: Bool,
        verifyResult: String,
        tier: LicenseTier? = nil,
        features: [String]? = nil,
        expiresAt: Timestamp? = nil,
        warnings: [String]? = nil
    ) {
        self.isValid = isValid
        self.verifyResult = verifyResult
        self.tier = tier
        self.features = features
        self.expiresAt = expiresAt
        self.warnings = warnings
    }

    private enum CodingKeys: String, CodingKey {
        case isValid = "is_valid"
        case verifyResult = "verify_result"
        case tier
        case features
        case expiresAt = "expires_at"
        case warnings
    }
}

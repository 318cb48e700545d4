package import Contract
package import Core

/// A licence that is to be issued.
package struct LicenseOrder: Sendable {
    package var issuer: String
    package var customerID: String
    package var tier: LicenseTier
    package var features: [LicenseFeature]
    package var issuedAt: Timestamp
    package var notBefore: Timestamp?
    package var expiresAt: Timestamp
    /// The one installation that it is for; nil = any.
    package var fingerprint: String?

    package init(
        issuer: String, customerID: String, tier: LicenseTier, features: [LicenseFeature], issuedAt: Timestamp,
        notBefore: Timestamp? = nil, expiresAt: Timestamp, fingerprint: String? = nil
    ) {
        self.issuer = issuer
        self.customerID = customerID
        self.tier = tier
        self.features = features
        self.issuedAt = issuedAt
        self.notBefore = notBefore
        self.expiresAt = expiresAt
        self.fingerprint = fingerprint
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// The licence in force. From customer_id on only for callers with license:read or system:read.
package struct LicenseStateResponse: Codable, Equatable, Sendable {
    package var tier: LicenseTier
    package var status: LicenseStatus
    /// Ids of features. Those of a newer version than this one may be among them.
    package var features: [String]
    package var customerID: String?
    /// The end, without the grace period.
    package var expiresAt: Timestamp?
    package var inGracePeriod: Bool?
    /// The licence is signed with an earlier issuer key.
    package var usingPrevKey: Bool?
    /// The clock is more than an hour behind a time seen before.
    package var clockRollbackDetected: Bool?
    /// Why the licence file was refused when it was read last; absent when it was not.
    package var loadFault: String?

    package init(
        tier: LicenseTier,
        status: LicenseStatus,
        features: [String],
        customerID: String? = nil,
        expiresAt: Timestamp? = nil,
        inGracePeriod: Bool? = nil,
        usingPrevKey: Bool? = nil,
        clockRollbackDetected: Bool? = nil,
        loadFault: String? = nil
    ) {
        self.tier = tier
        self.status = status
        self.features = features
        self.customerID = customerID
        self.expiresAt = expiresAt
        self.inGracePeriod = inGracePeriod
        self.usingPrevKey = usingPrevKey
        self.clockRollbackDetected = clockRollbackDetected
        self.loadFault = loadFault
    }

    private enum CodingKeys: String, CodingKey {
        case tier
        case status
        case features
        case customerID = "customer_id"
        case expiresAt = "expires_at"
        case inGracePeriod = "in_grace_period"
        case usingPrevKey = "using_prev_key"
        case clockRollbackDetected = "clock_rollback_detected"
        case loadFault = "load_fault"
    }
}

package import Contract
import Core

/// Why the licence file was refused when it was read last.
package struct LicenseFault: Sendable, Equatable {
    /// A result of the verification, or `unreadable`.
    package let code: String
    /// Safe to log.
    package let reason: String?
}

/// The state of the licence at one moment.
package struct LicenseSnapshot: Sendable {
    /// The licence that was loaded, in force or ended; nil = none.
    package let license: License?
    package let fault: LicenseFault?
    package let isClockBehind: Bool
    package let status: LicenseStatus

    init(license: License?, fault: LicenseFault?, isClockBehind: Bool, at time: Timestamp) {
        self.license = license
        self.fault = fault
        self.isClockBehind = isClockBehind
        status =
            switch license?.phase(at: time) {
            case .active: .active
            case .grace: .grace
            case .expired: .expired
            case nil: fault == nil ? .noLicense : .invalid
            }
    }

    package var isInForce: Bool { status == .active || status == .grace }

    package var tier: LicenseTier { license?.tier ?? .free }

    /// As clients are told: the licence's own features, or those of the free tier while none is in force.
    package var features: [String] {
        if isInForce, let license { return license.features }
        return LicenseFeature.all.filter { $0.tier == .free }.map(\.id)
    }

    package func isEnabled(_ feature: LicenseFeature) -> Bool {
        feature.tier == .free || (isInForce && license?.features.contains(feature.id) == true)
    }

    /// Every feature of the registry that is on.
    package var enabledFeatures: Set<LicenseFeature> { Set(LicenseFeature.all.filter(isEnabled)) }
}

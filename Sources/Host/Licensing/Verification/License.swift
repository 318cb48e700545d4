package import Contract
package import Core

/// A licence whose signature and claims were verified.
///
/// Whether it is in force is a question of time, see ``phase(at:)``.
package struct License: Sendable, Equatable {
    package enum Phase: Sendable {
        case active, grace, expired
    }

    /// A licence stays in force this long after its end.
    package static let graceSeconds: Int64 = 30 * 86_400

    /// The JWT.
    package let token: String
    package let claims: LicenseClaims
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
    /// Of the key that the signature verified with.
    package let keyID: String
    package let usesPreviousKey: Bool
    /// The header's `kid` when another key than that one verified.
    package let mismatchedKeyID: String?

    /// The end itself belongs to the grace period, the end of the grace period to neither.
    package func phase(at time: Timestamp) -> Phase {
        if time < expiresAt { return .active }
        return time < graceEnd ? .grace : .expired
    }

    package var graceEnd: Timestamp { expiresAt.adding(seconds: Self.graceSeconds) }

    package var features: [String] { claims.features }

    /// The tier as clients know it. One that this version does not know is shown as `free`; it grants nothing anyway.
    package var tier: LicenseTier { LicenseTier(rawValue: claims.tier) ?? .free }
}

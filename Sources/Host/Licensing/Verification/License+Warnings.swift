import Contract
package import Core

extension License {
    /// What does not make the licence invalid and somebody should know, one sentence each.
    package func warnings(at time: Timestamp) -> [String] {
        var warnings: [String] = []
        if usesPreviousKey { warnings.append("The licence is signed with an earlier issuer key; ask for a new one") }
        if phase(at: time) == .grace {
            warnings.append("The licence has ended and is in its grace period until \(graceEnd)")
        }
        if LicenseTier(rawValue: claims.tier) == nil {
            warnings.append("This version does not know the licence's tier")
        }
        let unknown = features.filter { LicenseFeature.named($0) == nil }
        if !unknown.isEmpty {
            warnings.append("This version does not know these features: \(unknown.joined(separator: ", "))")
        }
        return warnings
    }
}

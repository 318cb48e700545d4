/// Knows which licence features are on.
package protocol FeatureGate: Sendable {
    /// Whether a feature may be used now. Asked at every use: the answer changes with the licence and with time.
    func isEnabled(_ feature: LicenseFeature) -> Bool
}

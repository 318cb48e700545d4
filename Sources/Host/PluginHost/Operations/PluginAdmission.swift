/// Whether a package that passed every check may run, and if not, who can change that.
package enum PluginAdmission: Sendable, Hashable {
    case admitted
    /// The licence in force lacks a feature.
    case locked(feature: String)
    /// These grants were never approved.
    case awaitingApproval([String])
    case disabled

    /// The rule; its order is the order of the states that operators see.
    ///
    /// - Parameter isFeatureEnabled: answers for ids of licence features; unknown ids are not enabled.
    static func decide(
        _ package: PluginPackage, settings: PluginSettings, isFeatureEnabled: (String) -> Bool
    ) -> PluginAdmission {
        let manifest = package.manifest
        let plugin = settings[manifest.id]
        let needed = package.requiredFeatures + [manifest.feature].compactMap(\.self)
        if let missing = needed.first(where: { !isFeatureEnabled($0) }) { return .locked(feature: missing) }
        if settings.requiresApproval, !package.isFirstParty, !plugin.approvedDigests.contains(package.digest) {
            let difference = GrantsDiff(from: plugin.approved, to: manifest)
            // A plugin that asks for nothing still runs code: its first version waits too.
            if plugin.approved == nil || difference.needsApproval { return .awaitingApproval(difference.asked) }
        }
        return plugin.isEnabled ? .admitted : .disabled
    }
}

extension PluginPackage {
    /// Features that a package of this trust needs besides the one its manifest names.
    var requiredFeatures: [String] { trust.signer?.tier == .vendor ? ["vendor_plugins"] : [] }

    /// Whether it comes with the product, so that installing the product was the approval.
    var isFirstParty: Bool {
        guard manifest.id.hasPrefix(TrustedKey.firstPartyPrefix), let tier = trust.signer?.tier else { return false }
        return TrustedKey.firstPartyTiers.contains(tier)
    }
}

extension GrantsDiff {
    /// What an approval has to cover, a line each.
    package var asked: [String] { (widened + replaced).map(\.description) }
}

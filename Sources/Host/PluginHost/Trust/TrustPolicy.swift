/// What the host knows about a plugin when it decides whether to trust it: bytes that were read once, nothing executed.
package struct TrustCandidate: Sendable {
    package let id: String
    package let version: String
    /// `plugin.toml` as it was read, byte for byte.
    package let manifest: [UInt8]
    /// `plugin.toml.minisig` beside it, nil if there is none.
    package let signature: [UInt8]?
}

/// How far a plugin is trusted.
package enum PluginTrust: String, Sendable, CustomStringConvertible {
    case unsigned

    package var description: String { rawValue }
}

/// Decides whether a package may run. Signature checks come in through here.
package protocol TrustPolicy: Sendable {
    /// The trust a package gets; throws a rejection (`signature` or `reserved`) if it must not run.
    func evaluate(_ candidate: TrustCandidate) throws(PluginRejection) -> PluginTrust
}

/// Accepts packages without a signature, and first-party ids only if they are on its list.
package struct UnsignedTrustPolicy: TrustPolicy {
    /// The prefix that belongs to OpenWatch's own plugins.
    package static let firstPartyPrefix = "org.openwatch."

    /// The plugins that OpenWatch ships.
    package static let shippedPlugins: Set<String> = [
        "org.openwatch.ssh-connectivity", "org.openwatch.sysinfo", "org.openwatch.discovery",
    ]

    private let firstParty: Set<String>

    package init(firstParty: Set<String> = Self.shippedPlugins) {
        self.firstParty = firstParty
    }

    package func evaluate(_ candidate: TrustCandidate) throws(PluginRejection) -> PluginTrust {
        guard !candidate.id.hasPrefix(Self.firstPartyPrefix) || firstParty.contains(candidate.id) else {
            throw PluginRejection(.reserved, "ids that begin with \(Self.firstPartyPrefix) belong to OpenWatch")
        }
        return .unsigned
    }
}

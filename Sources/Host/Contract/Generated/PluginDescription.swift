// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A plugin and what it is doing.
package struct PluginDescription: Codable, Equatable, Sendable {
    package var id: String
    package var version: String
    package var name: String
    package var vendor: String
    /// For example ready, running, degraded, draining, quarantined, locked, disabled or rejected.
    package var state: String
    /// Why the plugin is in this state.
    package var reason: String?
    package var abi: PluginABIVersion
    /// Licence feature that the plugin needs.
    package var feature: String?
    package var isolation: PluginIsolation
    package var probes: [PluginProbe]
    /// Server services that it may call.
    package var services: [String]
    /// Event codes that it may report.
    package var events: [String]
    package var runner: PluginRunner?
    /// How far its signature is trusted, for example signed:vendor.
    package var trust: String?
    /// The licence tier that would unlock a locked plugin.
    package var unlockedBy: String?
    package var pendingApproval: PluginPendingApproval?

    package init(
        id: String,
        version: String,
        name: String,
        vendor: String,
        state: String,
        reason: String? = nil,
        abi: PluginABIVersion,
        feature: String? = nil,
        isolation: PluginIsolation,
        probes: [PluginProbe],
        services: [String],
        events: [String],
        runner: PluginRunner? = nil,
        trust: String? = nil,
        unlockedBy: String? = nil,
        pendingApproval: PluginPendingApproval? = nil
    ) {
        self.id = id
        self.version = version
        self.name = name
        self.vendor = vendor
        self.state = state
        self.reason = reason
        self.abi = abi
        self.feature = feature
        self.isolation = isolation
        self.probes = probes
        self.services = services
        self.events = events
        self.runner = runner
        self.trust = trust
        self.unlockedBy = unlockedBy
        self.pendingApproval = pendingApproval
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case version
        case name
        case vendor
        case state
        case reason
        case abi
        case feature
        case isolation
        case probes
        case services
        case events
        case runner
        case trust
        case unlockedBy = "unlocked_by"
        case pendingApproval = "pending_approval"
    }
}

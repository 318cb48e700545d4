// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// Everything about a plugin.
package struct PluginDetail: Codable, Equatable, Sendable {
    package var plugin: PluginDescription
    /// What the version in use asks to be allowed, a line each.
    package var grants: [String]
    /// What the latest approval covers.
    package var approvedGrants: [String]
    package var approvedBy: String?
    package var approvedAt: Timestamp?
    /// Every approval in force, the latest first.
    package var approvals: [PluginApproval]
    package var versions: [PluginVersion]
    /// The version that an operator chose; the highest one otherwise.
    package var chosenVersion: String?
    package var trial: PluginTrial?
    package var latency: PluginLatency
    /// Former runners that finish their last calls.
    package var drainingRunners: Int
    package var isolatedProbes: [PluginIsolatedProbe]
    /// The last 200 lines, oldest first.
    package var log: [PluginLogEntry]

    package init(
        plugin: PluginDescription,
        grants: [String],
        approvedGrants: [String],
        approvedBy: String? = nil,
        approvedAt: Timestamp? = nil,
        approvals: [PluginApproval],
        versions: [PluginVersion],
        chosenVersion: String? = nil,
        trial: PluginTrial? = nil,
        latency: PluginLatency,
        drainingRunners: Int,
        isolatedProbes: [PluginIsolatedProbe],
        log: [PluginLogEntry]
    ) {
        self.plugin = plugin
        self.grants = grants
        self.approvedGrants = approvedGrants
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
        self.approvals = approvals
        self.versions = versions
        self.chosenVersion = chosenVersion
        self.trial = trial
        self.latency = latency
        self.drainingRunners = drainingRunners
        self.isolatedProbes = isolatedProbes
        self.log = log
    }

    private enum CodingKeys: String, CodingKey {
        case plugin
        case grants
        case approvedGrants = "approved_grants"
        case approvedBy = "approved_by"
        case approvedAt = "approved_at"
        case approvals
        case versions
        case chosenVersion = "chosen_version"
        case trial
        case latency
        case drainingRunners = "draining_runners"
        case isolatedProbes = "isolated_probes"
        case log
    }
}

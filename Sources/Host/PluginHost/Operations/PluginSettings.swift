import JSON

/// What the operator has decided about plugins. A value: whoever keeps it hands the whole of it over again.
package struct PluginSettings: Sendable {
    /// The decisions about one plugin.
    package struct Plugin: Sendable {
        package var isEnabled: Bool
        /// The version to run; nil for the highest that is there.
        package var version: String?
        /// The manifest whose grants were approved last, nil if none ever was.
        package var approved: PluginManifest?
        /// Digests of every manifest whose approval is in force.
        package var approvedDigests: Set<String> = []
        /// Handed to the plugin's `create`; nil for an empty object.
        package var configuration: JSONValue?
        /// Secrets that belong into it, encrypted, by JSON pointer.
        package var secrets: [String: [UInt8]] = [:]

        package init(
            isEnabled: Bool = true, version: String? = nil, approved: PluginManifest? = nil,
            configuration: JSONValue? = nil, secrets: [String: [UInt8]] = [:]
        ) {
            self.isEnabled = isEnabled
            self.version = version
            self.approved = approved
            self.configuration = configuration
            self.secrets = secrets
        }
    }

    /// A probe that was chosen to fill a role.
    package struct RoleChoice: Sendable, Hashable {
        package let pluginID: String
        package let probe: String

        package init(pluginID: String, probe: String) {
            self.pluginID = pluginID
            self.probe = probe
        }
    }

    /// By plugin id; what is not in here has the defaults of ``Plugin/init(isEnabled:version:approved:configuration:)``.
    package var plugins: [String: Plugin]
    /// A role that is not in here is filled by the first plugin that claims it.
    package var roles: [ProbeRole: RoleChoice]
    /// Whether plugins that do not come with the product wait for an approval of their grants.
    package var requiresApproval: Bool

    package init(plugins: [String: Plugin] = [:], roles: [ProbeRole: RoleChoice] = [:], requiresApproval: Bool) {
        self.plugins = plugins
        self.roles = roles
        self.requiresApproval = requiresApproval
    }

    subscript(id: String) -> Plugin { plugins[id] ?? Plugin() }
}

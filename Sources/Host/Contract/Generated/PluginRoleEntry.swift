// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A role and who fills it.
package struct PluginRoleEntry: Codable, Equatable, Sendable {
    package var role: String
    package var pluginID: String?
    package var probe: String?
    /// Whether an operator chose it.
    package var chosen: Bool

    package init(role: String, pluginID: String? = nil, probe: String? = nil, chosen: Bool) {
        self.role = role
        self.pluginID = pluginID
        self.probe = probe
        self.chosen = chosen
    }

    private enum CodingKeys: String, CodingKey {
        case role
        case pluginID = "plugin_id"
        case probe
        case chosen
    }
}

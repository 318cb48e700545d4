// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// One ability of a plugin.
package struct PluginProbe: Codable, Equatable, Sendable {
    package var name: String
    /// The fixed role that the probe can fill.
    package var role: String?
    package var timeoutSeconds: Int

    package init(name: String, role: String? = nil, timeoutSeconds: Int) {
        self.name = name
        self.role = role
        self.timeoutSeconds = timeoutSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case role
        case timeoutSeconds = "timeout_seconds"
    }
}

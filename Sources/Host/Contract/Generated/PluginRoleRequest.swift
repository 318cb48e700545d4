// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// The probe that is to fill a role.
package struct PluginRoleRequest: Codable, Equatable, Sendable {
    package var pluginID: String?
    package var probe: String?

    package init(pluginID: String? = nil, probe: String? = nil) {
        self.pluginID = pluginID
        self.probe = probe
    }

    private enum CodingKeys: String, CodingKey {
        case pluginID = "plugin_id"
        case probe
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: pluginID, of: "plugin_id", bounds: 1...128) { return violation }
        if let violation = LimitViolation(length: probe, of: "probe", bounds: 1...64) { return violation }
        return nil
    }
}

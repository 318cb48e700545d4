// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Every plugin that was found.
package struct PluginListResponse: Codable, Equatable, Sendable {
    package var plugins: [PluginDescription]

    package init(plugins: [PluginDescription]) {
        self.plugins = plugins
    }

    private enum CodingKeys: String, CodingKey {
        case plugins
    }
}

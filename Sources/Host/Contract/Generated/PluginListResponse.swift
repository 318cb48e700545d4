// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Every plugin that was found.
package struct PluginListResponse: Codable, Equatable, Sendable {
    package var plugins: [PluginDescription]
    package var records: PluginRecords

    package init(plugins: [PluginDescription], records: PluginRecords) {
        self.plugins = plugins
        self.records = records
    }

    private enum CodingKeys: String, CodingKey {
        case plugins
        case records
    }
}

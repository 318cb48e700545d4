// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Revision of the plugin interface.
package struct PluginABIVersion: Codable, Equatable, Sendable {
    package var major: Int
    package var minor: Int

    package init(major: Int, minor: Int) {
        self.major = major
        self.minor = minor
    }

    private enum CodingKeys: String, CodingKey {
        case major
        case minor
    }
}

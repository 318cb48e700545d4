// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// One line that a plugin logged or wrote to its standard error.
package struct PluginLogEntry: Codable, Equatable, Sendable {
    package var at: Timestamp
    package var level: String
    package var text: String

    package init(at: Timestamp, level: String, text: String) {
        self.at = at
        self.level = level
        self.text = text
    }

    private enum CodingKeys: String, CodingKey {
        case at
        case level
        case text
    }
}

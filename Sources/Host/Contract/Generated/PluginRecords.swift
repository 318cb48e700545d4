// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// How this server keeps up with putting on record what happens to its plugins.
package struct PluginRecords: Codable, Equatable, Sendable {
    /// What waits to be written.
    package var waiting: Int
    /// What was counted into an equal record since the server started.
    package var merged: Int
    /// What is in the log and in no audit row since the server started.
    package var lost: Int

    package init(waiting: Int, merged: Int, lost: Int) {
        self.waiting = waiting
        self.merged = merged
        self.lost = lost
    }

    private enum CodingKeys: String, CodingKey {
        case waiting
        case merged
        case lost
    }
}

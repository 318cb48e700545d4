// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A version on trial beside the one that serves.
package struct PluginTrial: Codable, Equatable, Sendable {
    package var version: String
    package var calls: Int
    package var callsNeeded: Int

    package init(version: String, calls: Int, callsNeeded: Int) {
        self.version = version
        self.calls = calls
        self.callsNeeded = callsNeeded
    }

    private enum CodingKeys: String, CodingKey {
        case version
        case calls
        case callsNeeded = "calls_needed"
    }
}

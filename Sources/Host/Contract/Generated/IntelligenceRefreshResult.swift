// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// Outcome of collecting on demand.
package struct IntelligenceRefreshResult: Codable, Equatable, Sendable {
    package var hostID: UUID
    package var collectedAt: Timestamp
    /// Number of changes since the snapshot before.
    package var events: Int
    package var durationMS: Int
    package var pluginID: String
    package var probe: String

    package init(hostID: UUID, collectedAt: Timestamp, events: Int, durationMS: Int, pluginID: String, probe: String) {
        self.hostID = hostID
        self.collectedAt = collectedAt
        self.events = events
        self.durationMS = durationMS
        self.pluginID = pluginID
        self.probe = probe
    }

    private enum CodingKeys: String, CodingKey {
        case hostID = "host_id"
        case collectedAt = "collected_at"
        case events
        case durationMS = "duration_ms"
        case pluginID = "plugin_id"
        case probe
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(hostID.text, forKey: .hostID)
        try container.encode(collectedAt, forKey: .collectedAt)
        try container.encode(events, forKey: .events)
        try container.encode(durationMS, forKey: .durationMS)
        try container.encode(pluginID, forKey: .pluginID)
        try container.encode(probe, forKey: .probe)
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// A probe that is held back on one host because it crashed the plugin there.
package struct PluginIsolatedProbe: Codable, Equatable, Sendable {
    package var probe: String
    package var hostID: UUID
    package var until: Timestamp

    package init(probe: String, hostID: UUID, until: Timestamp) {
        self.probe = probe
        self.hostID = hostID
        self.until = until
    }

    private enum CodingKeys: String, CodingKey {
        case probe
        case hostID = "host_id"
        case until
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(probe, forKey: .probe)
        try container.encode(hostID.text, forKey: .hostID)
        try container.encode(until, forKey: .until)
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// One change on one host.
///
/// Holds JSON as it was stored, so it is written by the byte writer and not by an encoder.
package struct IntelligenceEvent: Equatable, Sendable {
    package var id: UUID
    package var hostID: UUID
    package var eventCode: String
    package var severity: IntelligenceSeverity
    /// Fields of the event code, see event-kinds.yaml.
    package var detail: RawJSON?
    /// When the data that shows the change was collected.
    package var occurredAt: Timestamp
    /// When the change was stored.
    package var detectedAt: Timestamp
    package var correlationID: String?
    /// The plugin that reported it.
    package var pluginID: String?

    package init(
        id: UUID,
        hostID: UUID,
        eventCode: String,
        severity: IntelligenceSeverity,
        detail: RawJSON? = nil,
        occurredAt: Timestamp,
        detectedAt: Timestamp,
        correlationID: String? = nil,
        pluginID: String? = nil
    ) {
        self.id = id
        self.hostID = hostID
        self.eventCode = eventCode
        self.severity = severity
        self.detail = detail
        self.occurredAt = occurredAt
        self.detectedAt = detectedAt
        self.correlationID = correlationID
        self.pluginID = pluginID
    }
}

import Core
import Foundation
import JSON

/// One question to one host.
package struct ProbeRequest: Sendable {
    package let pluginID: String
    package let probe: String
    package let hostID: UUID
    /// Serves this call and no other.
    package let services: any ProbeTargetServices
    /// Checked against the probe's schema before anything is sent.
    package let parameters: JSONValue
    /// The last accepted result and when it was collected; sent only if the manifest says `wants_previous`.
    package let previous: Previous?
    /// How long the caller waits at most, waiting for a free place included; nil for the manifest's timeout alone.
    package let timeout: Duration?
    package let correlationID: CorrelationID
    /// 1 = first try.
    package let attempt: Int
    /// Called on the runner's thread with 0...1 and a short word; must not block.
    package let onProgress: (@Sendable (Double, String) -> Void)?

    package struct Previous: Sendable {
        /// JSON text as a former ``ProbeOutcome/result``.
        package let result: [UInt8]
        package let collectedAt: Timestamp

        package init(result: [UInt8], collectedAt: Timestamp) {
            self.result = result
            self.collectedAt = collectedAt
        }
    }

    package init(
        pluginID: String, probe: String, hostID: UUID, services: any ProbeTargetServices,
        parameters: JSONValue = .object([:]), previous: Previous? = nil, timeout: Duration? = nil,
        correlationID: CorrelationID, attempt: Int = 1, onProgress: (@Sendable (Double, String) -> Void)? = nil
    ) {
        self.pluginID = pluginID
        self.probe = probe
        self.hostID = hostID
        self.services = services
        self.parameters = parameters
        self.previous = previous
        self.timeout = timeout
        self.correlationID = correlationID
        self.attempt = attempt
        self.onProgress = onProgress
    }
}

import Contract
package import Core
package import EventLog
package import Foundation
package import PluginHost

/// Makes events of the log from what a plugin emitted. Pure.
package enum ProbeEvents {
    /// - Parameter time: when the result was accepted; the host's own clock is never trusted for this.
    package static func events(of outcome: ProbeOutcome, hostID: UUID, at time: Timestamp) -> [NewEvent] {
        outcome.events.map { emitted in
            NewEvent(
                .intelligenceEvent, hostID: hostID, pluginID: outcome.pluginID, code: emitted.kindCode,
                severity: severity(of: emitted), subject: emitted.subject, body: RawJSON(bytes: emitted.attributes),
                occurredAt: time)
        }
    }

    /// A plugin may call a known change less severe than the taxonomy does, never more: whoever sets off pagers is the
    /// operator. Vendor codes carry the vendor's severity.
    private static func severity(of event: EmittedEvent) -> IntelligenceSeverity {
        let claimed: IntelligenceSeverity =
            switch event.severity {
            case .info: .info
            case .low: .low
            case .medium: .medium
            case .high: .high
            case .critical: .critical
            }
        guard let code = IntelligenceCode.named(event.kindCode) else { return claimed }
        return order(claimed) < order(code.severity) ? claimed : code.severity
    }

    private static func order(_ severity: IntelligenceSeverity) -> Int {
        switch severity {
        case .info: 0
        case .low: 1
        case .medium: 2
        case .high: 3
        case .critical: 4
        }
    }
}

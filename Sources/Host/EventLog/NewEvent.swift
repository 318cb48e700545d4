package import Contract
package import Core
package import Foundation

/// An event to append.
package struct NewEvent: Sendable {
    package var kind: EventKind
    package var hostID: UUID?
    /// The plugin that reported it; nil for the server's own events.
    package var pluginID: String?
    /// For `intelligence.event`: what changed, for example `system.package.updated` or a vendor's own code.
    package var code: String?
    package var severity: IntelligenceSeverity?
    /// What the event is about, stable between runs, for example `user:deploy`.
    package var subject: String
    /// For `intelligence.event` the code's detail; for other kinds the stream's payload itself. One JSON object.
    package var body: RawJSON
    package var occurredAt: Timestamp

    package init(
        _ kind: EventKind, hostID: UUID? = nil, pluginID: String? = nil, code: String? = nil,
        severity: IntelligenceSeverity? = nil, subject: String = "", body: RawJSON, occurredAt: Timestamp
    ) {
        self.kind = kind
        self.hostID = hostID
        self.pluginID = pluginID
        self.code = code
        self.severity = severity
        self.subject = subject
        self.body = body
        self.occurredAt = occurredAt
    }
}

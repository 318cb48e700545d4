package import Contract
package import JSON

/// One thing that happened and who did it.
package struct AuditEntry: Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        case success, failure, denied
    }

    /// What an entry is about, for example a host and its id.
    package struct Resource: Sendable {
        package let type: String
        package let id: String

        package init(_ type: String, _ id: String) {
            self.type = type
            self.id = id
        }
    }

    package var event: AuditEvent
    package var outcome: Outcome
    package var caller: Caller
    package var resource: Resource?
    /// Fields of the event as `contract/audit-events.yaml` lists them. Secrets are cut before storing, see
    /// ``AuditRedaction``, but do not belong here in the first place.
    package var detail: JSONObject

    package init(
        _ event: AuditEvent, _ outcome: Outcome = .success, by caller: Caller, on resource: Resource? = nil,
        detail: JSONObject = [:]
    ) {
        self.event = event
        self.outcome = outcome
        self.caller = caller
        self.resource = resource
        self.detail = detail
    }
}

package import Audit
package import Contract
import Core
package import Database
package import EventLog
package import Foundation
import JSON
package import PluginHost
package import Probes

/// Keeps what the role `discovery` finds out about a host.
package struct DiscoverySink: ProbeResultSink {
    package let role = ProbeRole.discovery

    private let database: Database
    private let audit: AuditTrail
    private let events: EventLog
    private let store = IntelligenceStore()

    package init(database: Database, audit: AuditTrail, events: EventLog) {
        self.database = database
        self.audit = audit
        self.events = events
    }

    package func previousResult(of hostID: UUID, pluginID: String) async throws -> PreviousResult? { nil }

    package func accept(
        _ outcome: ProbeOutcome, from host: ManagedHost, by caller: Caller
    ) async throws -> AcceptedResult {
        let now = Timestamp.now()
        let facts = SystemFacts.known(in: outcome.resultValue.object ?? [:])
        var payload = JSONWriter()
        payload.beginObject()
        payload.member("HostID", host.id.text)
        payload.member("OSFamily", facts["os_family"]?.string ?? "")
        payload.member("OSVersion", facts["os_version"]?.string ?? "")
        payload.member("DiscoveredAt", now.description)
        payload.endObject()
        let discovered = NewEvent(
            .hostDiscovered, hostID: host.id, pluginID: outcome.pluginID, body: RawJSON(bytes: payload.bytes),
            occurredAt: now)
        var detail = JSONObject()
        for name in ["os_family", "os_version", "kernel_release", "architecture"] { detail[name] = facts[name] }
        detail["discovered_at"] = .string(now.description)
        let entry = AuditEntry(
            .hostDiscoveryCompleted, by: caller, on: .init("host", host.id.text), detail: detail)
        let changes = ProbeEvents.events(of: outcome, hostID: host.id, at: now) + [discovered]
        try await database.transaction { transaction in
            try await store.mergeFacts(facts, of: host.id, at: now, in: transaction)
            try await audit.record(entry, in: transaction)
            try await events.append(changes, in: transaction)
        }
        return AcceptedResult(collectedAt: now, events: changes.count)
    }
}

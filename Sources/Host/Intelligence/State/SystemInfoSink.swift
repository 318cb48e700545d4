package import Audit
package import Contract
import Core
package import Database
package import EventLog
package import Foundation
import JSON
package import PluginHost
package import Probes

/// Keeps the snapshot of the role `system-info`, its facts and the changes that the plugin found.
package struct SystemInfoSink: ProbeResultSink {
    package let role = ProbeRole.systemInfo

    private let database: Database
    private let audit: AuditTrail
    private let events: EventLog
    private let store = IntelligenceStore()

    package init(database: Database, audit: AuditTrail, events: EventLog) {
        self.database = database
        self.audit = audit
        self.events = events
    }

    package func previousResult(of hostID: UUID, pluginID: String) async throws -> PreviousResult? {
        guard let (result, time) = try await store.result(of: hostID, pluginID: pluginID, from: database) else {
            return nil
        }
        return PreviousResult(result: result, collectedAt: time)
    }

    package func accept(
        _ outcome: ProbeOutcome, from host: ManagedHost, by caller: Caller
    ) async throws -> AcceptedResult {
        let now = Timestamp.now()
        let facts = SystemFacts.known(in: outcome.resultValue["facts"]?.object ?? [:])
        let changes = ProbeEvents.events(of: outcome, hostID: host.id, at: now)
        try await database.transaction { transaction in
            try await store.saveResult(
                outcome.result, pluginID: outcome.pluginID, pluginVersion: outcome.pluginVersion, of: host.id, at: now,
                in: transaction)
            if !facts.isEmpty { try await store.mergeFacts(facts, of: host.id, at: now, in: transaction) }
            var entries = auditEntries(for: changes, on: host)
            if caller.kind == .user {
                entries.append(
                    AuditEntry(
                        .hostIntelligenceRefreshed, by: caller, on: .init("host", host.id.text),
                        detail: ["host_id": .string(host.id.text)]))
            }
            try await audit.record(entries, in: transaction)
            try await events.append(changes, in: transaction)
        }
        return AcceptedResult(collectedAt: now, events: changes.count)
    }

    /// Each change of the taxonomy is an audit event too: the record of what happened on the fleet.
    private func auditEntries(for changes: [NewEvent], on host: ManagedHost) -> [AuditEntry] {
        changes.compactMap { change in
            guard let code = change.code.flatMap(IntelligenceCode.named) else { return nil }
            let detail = (try? JSONValue(parsing: change.body.bytes))?.object ?? [:]
            return AuditEntry(
                code.auditEvent, by: .system("intelligence"), on: .init("host", host.id.text), detail: detail)
        }
    }
}

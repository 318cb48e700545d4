package import Audit
package import Contract
import Core
package import Database
package import EventLog
package import Foundation
import JSON
package import PluginHost
package import Probes

/// Turns connectivity results into bands, and band changes into events.
package struct ConnectivitySink: ProbeResultSink {
    package let role = ProbeRole.connectivity

    private let database: Database
    private let audit: AuditTrail
    private let events: EventLog
    private let onlineSeconds: Int64
    private let store = LivenessStore()

    /// - Parameter onlineSeconds: how often a healthy host is probed; sick ones are probed more often.
    package init(database: Database, audit: AuditTrail, events: EventLog, onlineSeconds: Int64) {
        self.database = database
        self.audit = audit
        self.events = events
        self.onlineSeconds = onlineSeconds
    }

    package func previousResult(of hostID: UUID, pluginID: String) async throws -> PreviousResult? { nil }

    package func accept(
        _ outcome: ProbeOutcome, from host: ManagedHost, by caller: Caller
    ) async throws -> AcceptedResult {
        guard let result = ConnectivityResult(outcome.resultValue) else {
            throw APIError(.pluginsResultInvalid, "the result of \(outcome.pluginID) is not a connectivity result")
        }
        let now = Timestamp.now()
        return try await database.transaction { transaction in
            let prior = try await store.state(of: host.id, in: transaction)
            let next = BandRules.next(prior, sample: result.sample)
            let isChange = next.band != prior.band
            try await store.save(
                next, sample: result.sample, isChange: isChange, at: now, of: host.id, in: transaction)
            if isChange {
                try await audit.record(
                    AuditEntry(
                        .hostConnectivityChecked, by: caller, on: .init("host", host.id.text),
                        detail: [
                            "ssh_accessible": .bool(result.isReachable), "response_time_ms": .integer(result.totalMS),
                            "monitoring_state": .string(next.band.rawValue),
                        ]),
                    in: transaction)
                try await publish(prior.band, next.band, of: host.id, at: now, in: transaction)
            }
            return AcceptedResult(
                collectedAt: now, events: isChange ? 1 : 0,
                nextDueInSeconds: BandRules.interval(of: next.band, online: onlineSeconds))
        }
    }

    private func publish(
        _ prior: MonitoringState, _ next: MonitoringState, of hostID: UUID, at time: Timestamp,
        in transaction: Transaction
    ) async throws {
        var payload = JSONWriter()
        payload.beginObject()
        payload.member("HostID", hostID.text)
        payload.member("PriorBand", prior.rawValue)
        payload.member("NewBand", next.rawValue)
        payload.member("OccurredAt", time.description)
        payload.endObject()
        try await events.append(
            [NewEvent(.monitoringBandChanged, hostID: hostID, body: RawJSON(bytes: payload.bytes), occurredAt: time)],
            in: transaction)
    }
}

import Contract
import Core
import Database
import EventLog
import Foundation
import PluginHost

/// Keeps what probes without a role bring: the latest result of each, and their events on the stream.
///
/// The server never interprets such a result; it is the vendor's.
struct VendorResults: Sendable {
    let database: Database
    private let events = EventLog()

    init(database: Database) {
        self.database = database
    }

    func previousResult(of hostID: UUID, probe: PluginHost.ProbeReference) async throws -> PreviousResult? {
        let rows = try await database.query(
            "SELECT result, collected_at FROM probe_results WHERE host_id = $1 AND plugin_id = $2 AND probe = $3",
            [.uuid(hostID), .text(probe.pluginID), .text(probe.probe)])
        return try rows.first.map {
            PreviousResult(result: try $0.json("result"), collectedAt: try $0.timestamp("collected_at"))
        }
    }

    func accept(_ outcome: ProbeOutcome, from host: ManagedHost) async throws -> AcceptedResult {
        let now = Timestamp.now()
        let changes = ProbeEvents.events(of: outcome, hostID: host.id, at: now)
        try await database.transaction { transaction in
            try await transaction.execute(
                """
                INSERT INTO probe_results (host_id, plugin_id, probe, result, collected_at)
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT (host_id, plugin_id, probe) DO UPDATE SET
                    result = excluded.result, collected_at = excluded.collected_at
                """,
                [
                    .uuid(host.id), .text(outcome.pluginID), .text(outcome.probe), .json(outcome.result),
                    .timestamp(now),
                ])
            try await events.append(changes, in: transaction)
        }
        return AcceptedResult(collectedAt: now, events: changes.count)
    }
}

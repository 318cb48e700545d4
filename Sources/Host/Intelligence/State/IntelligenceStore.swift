import Contract
import Core
import Database
import Foundation
import JSON

/// The latest facts and snapshot of each host.
struct IntelligenceStore: Sendable {
    struct Facts: Sendable {
        let facts: JSONObject
        let collectedAt: Timestamp
    }

    /// Lays new facts over the ones that are known; a fact that was not observed this time stays.
    func mergeFacts(_ facts: JSONObject, of hostID: UUID, at time: Timestamp, in transaction: Transaction) async throws
    {
        try await transaction.execute(
            """
            INSERT INTO host_system_info AS known (host_id, facts, collected_at, os_discovered_at)
            VALUES ($1, $2, $3, CASE WHEN $2::jsonb ? 'os_family' THEN $3::timestamptz END)
            ON CONFLICT (host_id) DO UPDATE SET facts = known.facts || excluded.facts,
                collected_at = excluded.collected_at,
                os_discovered_at = coalesce(excluded.os_discovered_at, known.os_discovered_at)
            """, [.uuid(hostID), .json(JSONValue.object(facts).encoded()), .timestamp(time)])
    }

    func facts(of hostID: UUID, from executor: some SQLExecutor) async throws -> Facts? {
        let rows = try await executor.query(
            """
            SELECT facts, collected_at FROM host_system_info JOIN live_hosts ON live_hosts.id = host_id
            WHERE host_id = $1
            """, [.uuid(hostID)])
        guard let row = rows.first else { return nil }
        let facts = try JSONValue(parsing: try row.json("facts")).object ?? [:]
        return Facts(facts: facts, collectedAt: try row.timestamp("collected_at"))
    }

    func saveResult(
        _ result: [UInt8], pluginID: String, pluginVersion: String, of hostID: UUID, at time: Timestamp,
        in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO host_intelligence_state (host_id, plugin_id, plugin_version, result, collected_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (host_id) DO UPDATE SET plugin_id = excluded.plugin_id,
                plugin_version = excluded.plugin_version, result = excluded.result, collected_at = excluded.collected_at
            """,
            [.uuid(hostID), .text(pluginID), .text(pluginVersion), .json(result), .timestamp(time)])
    }

    func result(
        of hostID: UUID, pluginID: String, from executor: some SQLExecutor
    ) async throws -> (result: [UInt8], collectedAt: Timestamp)? {
        let rows = try await executor.query(
            "SELECT result, collected_at FROM host_intelligence_state WHERE host_id = $1 AND plugin_id = $2",
            [.uuid(hostID), .text(pluginID)])
        guard let row = rows.first else { return nil }
        return (try row.json("result"), try row.timestamp("collected_at"))
    }

    /// The snapshot as the contract shows it: without the plugin's internal parts.
    func state(
        of hostID: UUID, from executor: some SQLExecutor
    ) async throws -> (state: IntelligenceState, freshness: RawJSON?)? {
        let rows = try await executor.query(
            """
            SELECT result - ARRAY['facts', 'sections', 'category_freshness']
                    || jsonb_build_object('collected_at',
                        to_char(collected_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AS snapshot,
                result -> 'category_freshness' AS freshness, collected_at
            FROM host_intelligence_state JOIN live_hosts ON live_hosts.id = host_id WHERE host_id = $1
            """, [.uuid(hostID)])
        guard let row = rows.first else { return nil }
        let state = IntelligenceState(
            hostID: hostID, snapshot: RawJSON(bytes: try row.json("snapshot")),
            collectedAt: try row.timestamp("collected_at"))
        return (state, try row.optionalJSON("freshness").map(RawJSON.init(bytes:)))
    }
}

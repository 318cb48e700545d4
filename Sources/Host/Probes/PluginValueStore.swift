import Core
import Database
import Foundation

/// Small durable values of plugins, per plugin and host: the service `ow.kv/1`.
struct PluginValueStore: Sendable {
    let pluginID: String
    let hostID: UUID
    let database: Database

    func value(forKey key: String) async throws -> (value: [UInt8], version: UInt64)? {
        let rows = try await database.query(
            """
            SELECT value, version FROM plugin_values
            WHERE plugin_id = $1 AND host_id = $2 AND key = $3 AND (expires_at IS NULL OR expires_at > now())
            """, [.text(pluginID), .uuid(hostID), .text(key)])
        guard let row = rows.first else { return nil }
        return (try row.bytes("value"), UInt64(try row.int("version")))
    }

    /// - Parameter expected: the version that must be there; 0 = none may be there; nil = whatever is there.
    /// - Returns: false if another version is there.
    func store(_ value: [UInt8], forKey key: String, expected: UInt64?, timeToLive: Duration?) async throws -> Bool {
        let place: [SQLValue] = [.text(pluginID), .uuid(hostID), .text(key)]
        return try await database.transaction { transaction in
            // Two writers of one key take turns, also while there is no row yet to lock.
            _ = try await transaction.query(
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [.text("\(pluginID)/\(hostID)/\(key)")])
            let current = try await transaction.query(
                """
                SELECT version FROM plugin_values WHERE plugin_id = $1 AND host_id = $2 AND key = $3
                    AND (expires_at IS NULL OR expires_at > now())
                """, place
            ).first
            let version = try current?.int("version") ?? 0
            if let expected, expected != UInt64(version) { return false }
            guard !value.isEmpty else {
                try await transaction.execute(
                    "DELETE FROM plugin_values WHERE plugin_id = $1 AND host_id = $2 AND key = $3", place)
                return true
            }
            try await transaction.execute(
                """
                INSERT INTO plugin_values (plugin_id, host_id, key, value, version, expires_at)
                VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6::double precision))
                ON CONFLICT (plugin_id, host_id, key) DO UPDATE SET value = excluded.value,
                    version = excluded.version, expires_at = excluded.expires_at, updated_at = now()
                """,
                place + [
                    .bytes(value), .int(version + 1),
                    .double(optional: timeToLive.map { Double($0.milliseconds) / 1_000 }),
                ])
            return true
        }
    }
}

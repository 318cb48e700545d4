import Core
package import Database
import JSON
package import PluginHost

/// The tables of operators' decisions about plugins.
package struct PluginStore: Sendable {
    /// Told to every server on the database when a decision changes.
    static let channel = "openwatch_plugins"

    package init() {}

    func record(_ id: String, from executor: some SQLExecutor) async throws -> PluginRecord {
        let rows = try await executor.query(
            "SELECT \(PluginRecord.columns) FROM plugin_settings WHERE plugin_id = $1", [.text(id)])
        return try rows.first.map(PluginRecord.init(row:)) ?? PluginRecord()
    }

    /// Everything that was decided.
    package func settings(from executor: some SQLExecutor) async throws -> PluginSettings {
        var settings = PluginSettings(requiresApproval: true)
        for row in try await executor.query("SELECT \(PluginRecord.columns) FROM plugin_settings", []) {
            settings.plugins[try row.string("plugin_id")] = try PluginRecord(row: row).settings
        }
        for row in try await executor.query("SELECT role, plugin_id, probe FROM plugin_roles", []) {
            guard let role = ProbeRole(rawValue: try row.string("role")) else { continue }
            settings.roles[role] = .init(pluginID: try row.string("plugin_id"), probe: try row.string("probe"))
        }
        return settings
    }

    func setEnabled(_ isEnabled: Bool, _ id: String, in transaction: Transaction) async throws {
        try await save(id, "enabled", .bool(isEnabled), in: transaction)
    }

    func setVersion(_ version: String?, _ id: String, in transaction: Transaction) async throws {
        try await save(id, "version", .text(optional: version), in: transaction)
    }

    func setConfiguration(
        _ value: JSONValue?, secrets: [String: [UInt8]] = [:], _ id: String, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO plugin_settings (plugin_id, configuration, secrets) VALUES ($1, $2, $3)
            ON CONFLICT (plugin_id) DO UPDATE SET configuration = excluded.configuration,
                secrets = excluded.secrets, updated_at = now()
            """, [.text(id), .json(optional: value?.encoded()), PluginSecretColumn.encode(secrets)])
        try await announce(in: transaction)
    }

    /// Takes a configuration back, unless another one was stored meanwhile.
    func setConfiguration(
        _ value: JSONValue?, secrets: [String: [UInt8]] = [:], _ id: String, ifStill current: JSONValue,
        secrets currentSecrets: [String: [UInt8]] = [:], in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE plugin_settings SET configuration = $2, secrets = $3, updated_at = now()
            WHERE plugin_id = $1 AND configuration = $4 AND secrets IS NOT DISTINCT FROM $5
            """,
            [
                .text(id), .json(optional: value?.encoded()), PluginSecretColumn.encode(secrets),
                .json(current.encoded()), PluginSecretColumn.encode(currentSecrets),
            ])
        try await announce(in: transaction)
    }

    /// Forgets that a version was chosen, if it was, because it is about to be removed.
    func giveUp(version: String, _ id: String, in transaction: Transaction) async throws {
        try await transaction.execute(
            "UPDATE plugin_settings SET version = NULL, updated_at = now() WHERE plugin_id = $1 AND version = $2",
            [.text(id), .text(version)])
        try await announce(in: transaction)
    }

    func approve(
        _ manifest: [UInt8], version: String, _ id: String, by name: String, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO plugin_settings (plugin_id, approved_manifest, approved_version, approved_by, approved_at)
            VALUES ($1, $2, $3, $4, now())
            ON CONFLICT (plugin_id) DO UPDATE SET approved_manifest = excluded.approved_manifest,
                approved_version = excluded.approved_version, approved_by = excluded.approved_by,
                approved_at = excluded.approved_at, updated_at = now()
            """, [.text(id), .bytes(manifest), .text(version), .text(name)])
        try await announce(in: transaction)
    }

    /// Gives up a version that failed, unless somebody chose another one meanwhile: choice and floor go back to the
    /// version that serves.
    package func rolledBack(_ id: String, from version: String, to serving: String, in transaction: Transaction)
        async throws
    {
        try await transaction.execute(
            """
            UPDATE plugin_settings SET version = CASE WHEN version = $2 THEN nullif($3, '') ELSE version END,
                floor_version = CASE WHEN floor_version = $2 THEN nullif($3, '') ELSE floor_version END, updated_at = now()
            WHERE plugin_id = $1
            """, [.text(id), .text(version), .text(serving)])
    }

    /// Remembers that a version has served; a higher one replaced it by proving itself.
    ///
    /// - Parameter isUpgrade: whether it has proved itself; if not, it counts only as the first one.
    package func served(_ id: String, version: String, isUpgrade: Bool, in transaction: Transaction) async throws {
        let known = try await record(id, from: transaction).floorVersion
        if let known, !isUpgrade || !Self.isHigher(version, than: known) { return }
        try await setFloor(version, id, in: transaction)
    }

    /// Lets a version below the floor be used again; nothing changes for others.
    func lowerFloor(to version: String, _ id: String, in transaction: Transaction) async throws {
        guard let known = try await record(id, from: transaction).floorVersion, Self.isHigher(known, than: version)
        else { return }
        try await setFloor(version, id, in: transaction)
    }

    func setFloor(_ version: String, _ id: String, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO plugin_settings (plugin_id, floor_version) VALUES ($1, $2)
            ON CONFLICT (plugin_id) DO UPDATE SET floor_version = excluded.floor_version, updated_at = now()
            """, [.text(id), .text(version)])
    }

    private static func isHigher(_ version: String, than known: String) -> Bool {
        guard let version = SemanticVersion(version), let known = SemanticVersion(known) else { return false }
        return known < version
    }

    /// The lowest version of each plugin that is accepted.
    package func floors(from executor: some SQLExecutor) async throws -> [String: SemanticVersion] {
        let rows = try await executor.query(
            "SELECT plugin_id, floor_version FROM plugin_settings WHERE floor_version IS NOT NULL", [])
        var floors: [String: SemanticVersion] = [:]
        for row in rows { floors[try row.string("plugin_id")] = SemanticVersion(try row.string("floor_version")) }
        return floors
    }

    func assign(_ role: ProbeRole, _ choice: PluginSettings.RoleChoice?, in transaction: Transaction) async throws {
        if let choice {
            try await transaction.execute(
                """
                INSERT INTO plugin_roles (role, plugin_id, probe) VALUES ($1, $2, $3)
                ON CONFLICT (role) DO UPDATE SET plugin_id = excluded.plugin_id, probe = excluded.probe
                """, [.text(role.rawValue), .text(choice.pluginID), .text(choice.probe)])
        } else {
            try await transaction.execute("DELETE FROM plugin_roles WHERE role = $1", [.text(role.rawValue)])
        }
        try await announce(in: transaction)
    }

    /// Tells the servers to look at the packages and decisions again once the transaction is committed.
    ///
    /// - Parameter resetting: a plugin that they are to reset besides.
    func announce(resetting id: String = "", in transaction: Transaction) async throws {
        try await transaction.execute("SELECT pg_notify('\(Self.channel)', $1)", [.text(id)])
    }

    /// - Parameter column: a name of this file, never of a request.
    private func save(_ id: String, _ column: String, _ value: SQLValue, in transaction: Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO plugin_settings (plugin_id, \(column)) VALUES ($1, $2)
            ON CONFLICT (plugin_id) DO UPDATE SET \(column) = excluded.\(column), updated_at = now()
            """, [.text(id), value])
        try await announce(in: transaction)
    }
}

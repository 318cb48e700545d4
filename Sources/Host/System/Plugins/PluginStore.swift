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
        var record = try rows.first.map(PluginRecord.init(row:)) ?? PluginRecord()
        record.approvals = try await executor.query(
            """
            SELECT \(PluginApprovalRecord.columns) FROM plugin_approvals WHERE plugin_id = $1
            ORDER BY approved_at DESC, manifest_sha256
            """, [.text(id)]
        ).map(PluginApprovalRecord.init(row:))
        return record
    }

    /// Everything that was decided.
    package func settings(from executor: some SQLExecutor) async throws -> PluginSettings {
        var settings = PluginSettings(requiresApproval: true)
        var approvals: [String: [PluginApprovalRecord]] = [:]
        for row in try await executor.query(
            """
            SELECT \(PluginApprovalRecord.columns) FROM plugin_approvals
            ORDER BY plugin_id, approved_at DESC, manifest_sha256
            """, [])
        {
            approvals[try row.string("plugin_id"), default: []].append(try PluginApprovalRecord(row: row))
        }
        for row in try await executor.query("SELECT \(PluginRecord.columns) FROM plugin_settings", []) {
            let id = try row.string("plugin_id")
            var record = try PluginRecord(row: row)
            record.approvals = approvals.removeValue(forKey: id) ?? []
            settings.plugins[id] = record.settings
        }
        for (id, approvals) in approvals {
            var record = PluginRecord()
            record.approvals = approvals
            settings.plugins[id] = record.settings
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
            INSERT INTO plugin_settings (plugin_id, configuration) VALUES ($1, $2)
            ON CONFLICT (plugin_id) DO UPDATE SET configuration = excluded.configuration, updated_at = now()
            """, [.text(id), .json(optional: value?.encoded())])
        try await transaction.execute(
            PluginSecretColumn.replacement, [.text(id), PluginSecretColumn.encode(secrets)])
        try await announce(in: transaction)
    }

    /// Takes a configuration back, unless another one was stored meanwhile.
    func setConfiguration(
        _ value: JSONValue?, secrets: [String: [UInt8]] = [:], _ id: String, ifStill current: JSONValue,
        secrets currentSecrets: [String: [UInt8]] = [:], in transaction: Transaction
    ) async throws {
        let taken = try await transaction.execute(
            """
            UPDATE plugin_settings SET configuration = $2, updated_at = now()
            WHERE plugin_id = $1 AND configuration = $3
                AND \(PluginSecretColumn.expression) IS NOT DISTINCT FROM $4::jsonb
            """,
            [
                .text(id), .json(optional: value?.encoded()), .json(current.encoded()),
                PluginSecretColumn.encode(currentSecrets),
            ])
        guard taken == 1 else { return }
        try await transaction.execute(
            PluginSecretColumn.replacement, [.text(id), PluginSecretColumn.encode(secrets)])
        try await announce(in: transaction)
    }

    /// Forgets that a version was chosen, if it was, because it is about to be removed.
    func giveUp(version: String, _ id: String, in transaction: Transaction) async throws {
        try await transaction.execute(
            "UPDATE plugin_settings SET version = NULL, updated_at = now() WHERE plugin_id = $1 AND version = $2",
            [.text(id), .text(version)])
        try await announce(in: transaction)
    }

    /// - Parameter digest: SHA-256 of the manifest.
    func approve(
        _ manifest: [UInt8], digest: String, version: String, _ id: String, by name: String,
        in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO plugin_approvals (plugin_id, manifest_sha256, manifest, version, approved_by)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (plugin_id, manifest_sha256) DO UPDATE SET approved_by = excluded.approved_by,
                approved_at = clock_timestamp()
            """, [.text(id), .text(digest), .bytes(manifest), .text(version), .text(name)])
        try await announce(in: transaction)
    }

    /// Takes approvals back and returns how many there were.
    ///
    /// - Parameter digest: of the manifest whose approval it is; nil for all of the plugin's.
    func revoke(_ id: String, digest: String?, in transaction: Transaction) async throws -> Int {
        let count = try await transaction.execute(
            "DELETE FROM plugin_approvals WHERE plugin_id = $1 AND manifest_sha256 = coalesce($2, manifest_sha256)",
            [.text(id), .text(optional: digest)])
        try await announce(in: transaction)
        return count
    }

    /// Gives up a version that failed, unless somebody chose another one meanwhile: choice and floor go back to the
    /// version that serves, in every server.
    package func rolledBack(_ id: String, from version: String, to serving: String, in transaction: Transaction)
        async throws
    {
        let changed = try await transaction.execute(
            """
            UPDATE plugin_settings SET version = CASE WHEN version = $2 THEN nullif($3, '') ELSE version END,
                floor_version = CASE WHEN floor_version = $2 THEN nullif($3, '') ELSE floor_version END, updated_at = now()
            WHERE plugin_id = $1 AND $2 IN (version, floor_version)
            """, [.text(id), .text(version), .text(serving)])
        if changed > 0 { try await announce(in: transaction) }
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

import Contract
import Core
import Database
package import JSON
import PluginHost

/// What the database keeps of an operator's decisions about one plugin.
package struct PluginRecord: Sendable {
    package var isEnabled = true
    package var version: String?
    /// The highest version that proved itself; no package below it is accepted by itself.
    package var floorVersion: String?
    /// Those in force, the latest first.
    package var approvals: [PluginApprovalRecord] = []
    /// Without its secrets.
    package var configuration: JSONValue?
    /// Encrypted, by JSON pointer.
    package var secrets: [String: [UInt8]] = [:]

    var settings: PluginSettings.Plugin {
        var plugin = PluginSettings.Plugin(
            isEnabled: isEnabled, version: version, approved: approvals.first?.manifest, configuration: configuration,
            secrets: secrets)
        plugin.approvedDigests = Set(approvals.map(\.digest))
        return plugin
    }
}

extension PluginRecord {
    static let columns =
        "plugin_id, enabled, version, floor_version, configuration, \(PluginSecretColumn.expression) AS secrets"

    init(row: Row) throws {
        isEnabled = try row.bool("enabled")
        version = try row.optionalString("version")
        floorVersion = try row.optionalString("floor_version")
        configuration = try row.optionalJSON("configuration").map { try JSONValue(parsing: $0) }
        secrets = try PluginSecretColumn.decode(row.optionalJSON("secrets"))
    }
}

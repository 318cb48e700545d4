import Contract
package import Core
import Database
package import JSON
package import PluginHost

/// What the database keeps of an operator's decisions about one plugin.
package struct PluginRecord: Sendable {
    package var isEnabled = true
    package var version: String?
    /// The highest version that ever served; no package below it is accepted by itself.
    package var highestVersion: String?
    package var approved: PluginGrants?
    package var approvedVersion: String?
    package var approvedBy: String?
    package var approvedAt: Timestamp?
    package var configuration: JSONValue?

    var settings: PluginSettings.Plugin {
        .init(isEnabled: isEnabled, version: version, approved: approved, configuration: configuration)
    }
}

extension PluginRecord {
    static let columns =
        """
        plugin_id, enabled, version, highest_version, approved_grants, approved_version, approved_by, approved_at,
        configuration
        """

    init(row: Row) throws {
        isEnabled = try row.bool("enabled")
        version = try row.optionalString("version")
        highestVersion = try row.optionalString("highest_version")
        approvedVersion = try row.optionalString("approved_version")
        approved =
            approvedVersion == nil ? nil : PluginGrants(lines: try row.optionalStringArray("approved_grants") ?? [])
        approvedBy = try row.optionalString("approved_by")
        approvedAt = try row.optionalTimestamp("approved_at")
        configuration = try row.optionalJSON("configuration").map { try JSONValue(parsing: $0) }
    }
}

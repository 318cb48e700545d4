import Contract
package import Core
import Database
package import JSON
package import PluginHost

/// What the database keeps of an operator's decisions about one plugin.
package struct PluginRecord: Sendable {
    package var isEnabled = true
    package var version: String?
    /// The highest version that proved itself; no package below it is accepted by itself.
    package var floorVersion: String?
    /// The approved manifest, byte for byte.
    package var approvedManifest: [UInt8]?
    package var approvedVersion: String?
    package var approvedBy: String?
    package var approvedAt: Timestamp?
    /// Without its secrets.
    package var configuration: JSONValue?
    /// Encrypted, by JSON pointer.
    package var secrets: [String: [UInt8]] = [:]

    var settings: PluginSettings.Plugin {
        .init(
            isEnabled: isEnabled, version: version, approved: approved, configuration: configuration, secrets: secrets)
    }

    /// Nil also for a manifest that this version of the product no longer understands: then it has to be approved anew.
    package var approved: PluginManifest? { approvedManifest.flatMap { try? ManifestParser.parse($0) } }
}

extension PluginRecord {
    static let columns =
        """
        plugin_id, enabled, version, floor_version, approved_manifest, approved_version, approved_by, approved_at,
        configuration, secrets
        """

    init(row: Row) throws {
        isEnabled = try row.bool("enabled")
        version = try row.optionalString("version")
        floorVersion = try row.optionalString("floor_version")
        approvedVersion = try row.optionalString("approved_version")
        approvedManifest = try row.optionalBytes("approved_manifest")
        approvedBy = try row.optionalString("approved_by")
        approvedAt = try row.optionalTimestamp("approved_at")
        configuration = try row.optionalJSON("configuration").map { try JSONValue(parsing: $0) }
        secrets = try PluginSecretColumn.decode(row.optionalJSON("secrets"))
    }
}

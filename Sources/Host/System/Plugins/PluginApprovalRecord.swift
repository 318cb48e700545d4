package import Core
import Database
package import PluginHost

/// One content of a plugin that an operator has approved.
package struct PluginApprovalRecord: Sendable {
    package let version: String
    /// SHA-256 of the manifest, hex digits: with a signature, the identity of the whole package.
    package let digest: String
    /// The approved manifest, byte for byte.
    package let manifestBytes: [UInt8]
    /// Who approved it, for people.
    package let by: String
    package let at: Timestamp

    static let columns = "plugin_id, manifest_sha256, manifest, version, approved_by, approved_at"

    init(row: Row) throws {
        version = try row.string("version")
        digest = try row.string("manifest_sha256")
        manifestBytes = try row.bytes("manifest")
        by = try row.string("approved_by")
        at = try row.timestamp("approved_at")
    }

    /// Nil for a manifest that this version of the product no longer understands.
    package var manifest: PluginManifest? { try? ManifestParser.parse(manifestBytes) }

    /// What it asks to be allowed, a line each.
    package var grants: [String] { manifest.map { GrantsDiff(from: nil, to: $0).asked } ?? [] }
}

import Core
import Database
import Foundation
import PluginHost

/// Which packages are installed on record, and which changes of the package store were decided.
extension PluginStore {
    /// Puts an installation on record that is staged in a package store.
    func installing(
        _ change: PackageChange, version: String, digest: String, in transaction: Transaction
    ) async throws {
        try await insert(change.id, change.pluginID, version: version, digest: digest, in: transaction)
    }

    /// Puts a package on record that was found in a store.
    func adopt(_ id: String, version: String, digest: String, in transaction: Transaction) async throws {
        try await insert(.v7(), id, version: version, digest: digest, in: transaction)
    }

    private func insert(
        _ installID: UUID, _ id: String, version: String, digest: String, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            "INSERT INTO plugin_packages (install_id, plugin_id, version, manifest_sha256) VALUES ($1, $2, $3, $4)",
            [.uuid(installID), .text(id), .text(version), .text(digest)])
    }

    /// Puts a removal on record that is marked in a package store.
    func removing(_ change: PackageChange, version: String, in transaction: Transaction) async throws {
        let parameters: [SQLValue] = [.text(change.pluginID), .text(version), .uuid(change.id)]
        let known = try await transaction.execute(
            "UPDATE plugin_packages SET removal_id = $3 WHERE plugin_id = $1 AND version = $2 AND removal_id IS NULL",
            parameters)
        guard known == 0 else { return }
        // A folder that no package could be read from was never on record.
        try await transaction.execute(
            """
            INSERT INTO plugin_packages (install_id, plugin_id, version, manifest_sha256, removal_id)
            VALUES ($3, $1, $2, '', $3)
            """, parameters)
    }

    func removed(_ change: PackageChange, in transaction: Transaction) async throws {
        try await transaction.execute("DELETE FROM plugin_packages WHERE removal_id = $1", [.uuid(change.id)])
    }

    /// The version that a change is about; nil if it is not on record.
    func version(of change: PackageChange, from executor: some SQLExecutor) async throws -> String? {
        let condition =
            switch change.kind {
            case .installation: "install_id = $1 AND removal_id IS NULL"
            case .removal: "removal_id = $1"
            }
        return try await executor.query(
            "SELECT version FROM plugin_packages WHERE \(condition) AND plugin_id = $2",
            [.uuid(change.id), .text(change.pluginID)]
        ).first?.string("version")
    }

    func isInstalled(
        _ id: String, version: String, digest: String, from executor: some SQLExecutor
    ) async throws -> Bool {
        try await !executor.query(
            """
            SELECT 1 AS n FROM plugin_packages WHERE plugin_id = $1 AND version = $2 AND manifest_sha256 = $3
                AND removal_id IS NULL
            """, [.text(id), .text(version), .text(digest)]
        ).isEmpty
    }
}

package import Database
package import Foundation
package import Probes
import SSH

/// Keeps what connections taught about hosts; each column changes without touching the other.
package struct ConnectionProfileStore: ConnectionProfiles {
    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    package func profile(of hostID: UUID) async throws -> ConnectionProfile {
        let rows = try await database.query(
            "SELECT ssh_auth_method, sudo_mode FROM host_connection_profile WHERE host_id = $1", [.uuid(hostID)])
        guard let row = rows.first else { return ConnectionProfile() }
        return ConnectionProfile(
            authMethod: try row.optionalString("ssh_auth_method").flatMap(SSHAuthMethod.init(rawValue:)),
            privilege: try row.optionalString("sudo_mode").flatMap(PrivilegeMode.init(rawValue:)))
    }

    package func learn(_ profile: ConnectionProfile, of hostID: UUID) async throws {
        _ = try await database.execute(
            """
            INSERT INTO host_connection_profile AS known (host_id, ssh_auth_method, sudo_mode) VALUES ($1, $2, $3)
            ON CONFLICT (host_id) DO UPDATE SET
                ssh_auth_method = coalesce(excluded.ssh_auth_method, known.ssh_auth_method),
                sudo_mode = coalesce(excluded.sudo_mode, known.sudo_mode), updated_at = now()
            WHERE (known.ssh_auth_method, known.sudo_mode) IS DISTINCT FROM
                (coalesce(excluded.ssh_auth_method, known.ssh_auth_method),
                    coalesce(excluded.sudo_mode, known.sudo_mode))
            """,
            [
                .uuid(hostID), .text(optional: profile.authMethod?.rawValue),
                .text(optional: profile.privilege?.rawValue),
            ])
    }
}

package import Audit
import Contract
import Core
package import Database
package import Foundation
package import SSH

/// The host keys that were pinned on first use, by address and port, for all servers of one database.
package struct HostKeyRegistry: HostKeyStore {
    private let database: Database
    private let audit: AuditTrail

    package init(database: Database, audit: AuditTrail) {
        self.database = database
        self.audit = audit
    }

    package func pinnedKey(hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey? {
        let rows = try await database.query(
            "SELECT public_key FROM ssh_known_hosts WHERE address = $1 AND port = $2", [.text(address), .int(port)])
        guard let row = rows.first else { return nil }
        guard let key = PinnedHostKey(blob: try row.bytes("public_key")) else {
            throw SSHError(.hostKeyStoreFailed, "the pinned key of \(address) port \(port) cannot be read")
        }
        return key
    }

    package func pin(_ key: PinnedHostKey, hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey {
        try await database.transaction { transaction in
            let isFirst = try await transaction.execute(
                """
                INSERT INTO ssh_known_hosts (address, port, key_type, public_key, fingerprint, first_host_id)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
                """,
                [.text(address), .int(port), .text(key.type), .bytes(key.blob), .text(key.fingerprint), .uuid(hostID)])
            if isFirst == 1 {
                try await audit.record(
                    AuditEntry(
                        .hostSSHKeyPinned, by: .system("ssh"), on: .init("host", hostID.text),
                        detail: [
                            "address": .string(address), "port": .integer(port), "key_type": .string(key.type),
                            "fingerprint": .string(key.fingerprint),
                        ]),
                    in: transaction)
            }
        }
        return try await pinnedKey(hostID: hostID, address: address, port: port) ?? key
    }
}

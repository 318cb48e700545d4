import Database
import Identity
import Logging

/// Says at the start which keys stored secrets need that this process does not have.
///
/// A start without a key is not refused: most of the server works, and what is lost can only be entered anew in it.
struct CredentialKeyCheck: Sendable {
    let database: Database
    let secrets: SecretBox
    let logger: Logger

    func run() async throws {
        let known = Set(([secrets.ring.current] + secrets.ring.previous).map(\.idText))
        let rekey = SecretRekey(database: database, box: secrets, columns: DatabaseOpening.sealedColumns)
        for (key, count) in try await rekey.status().remainingByKey where !known.contains(key) {
            logger.error(
                "stored secrets need a key that is not here", metadata: ["key_id": "\(key)", "secrets": "\(count)"])
        }
    }
}

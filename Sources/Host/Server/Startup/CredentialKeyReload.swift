import Identity
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the keys that encrypt stored secrets again at SIGHUP.
struct CredentialKeyReload: Service, CustomStringConvertible {
    var description: String { "CredentialKeyReload" }

    let secrets: SecretBox
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                try secrets.reload()
                logger.info("read the credential keys again", metadata: ["key_id": "\(secrets.ring.current.idText)"])
            } catch {
                logger.error("the credential keys could not be read again", metadata: ["error": "\(error)"])
            }
        }
    }
}

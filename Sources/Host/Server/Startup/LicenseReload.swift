import Core
import Licensing
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads licence and issuer keys again at SIGHUP.
struct LicenseReload: Service, CustomStringConvertible {
    var description: String { "LicenseReload" }

    let licenses: LicenseService
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            await CorrelationID.$current.withValue(.make(.schedule)) {
                do {
                    try await licenses.load(.sighup, by: .system("sighup"))
                } catch {
                    logger.error("the licence could not be read again", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}

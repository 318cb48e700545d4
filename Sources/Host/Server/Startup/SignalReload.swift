import Core
import Licensing
import Logging
import ServiceLifecycle
import System
import UnixSignals

/// At SIGHUP, reads licence and issuer keys again, and the trusted keys of plugins with the packages they sign: one whose
/// key was revoked is rejected from then on and its runner drained.
struct SignalReload: Service, CustomStringConvertible {
    var description: String { "SignalReload" }

    let licenses: LicenseService
    let plugins: PluginOperations
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            await CorrelationID.$current.withValue(.make(.schedule)) {
                do {
                    try await licenses.load(.sighup, by: .system("sighup"))
                } catch {
                    logger.error("the licence could not be read again", metadata: ["error": "\(error)"])
                }
                await plugins.rescan()
            }
        }
    }
}

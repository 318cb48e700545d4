import Core
package import Logging
import ServiceLifecycle

/// Lets the licence and the refusals for want of it see time go by, once a minute.
package struct LicenseTimer: Service, CustomStringConvertible {
    package var description: String { "LicenseTimer" }

    private let licenses: LicenseService
    private let refusals: FeatureRefusals
    private let interval: Duration
    private let logger: Logger

    package init(
        licenses: LicenseService, refusals: FeatureRefusals, interval: Duration = .seconds(60), logger: Logger
    ) {
        self.licenses = licenses
        self.refusals = refusals
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: interval)) != nil {
                await CorrelationID.$current.withValue(.make(.schedule)) {
                    do {
                        try await licenses.tick()
                        try await refusals.flush()
                    } catch is CancellationError {
                        // The server is stopping.
                    } catch {
                        logger.error("the licence could not be looked at", metadata: ["error": "\(error)"])
                    }
                }
            }
        }
    }
}

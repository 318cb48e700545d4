package import Database
package import Logging
import ServiceLifecycle

/// Removes idempotency keys whose time is over.
package struct IdempotencySweep: Service, CustomStringConvertible {
    package let description = "IdempotencySweep"

    private static let batch = 1_000

    private let store: DatabaseIdempotencyStore
    private let interval: Duration
    private let logger: Logger

    package init(database: Database, interval: Duration = .seconds(600), logger: Logger) {
        store = DatabaseIdempotencyStore(database: database)
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: interval)) != nil {
                do {
                    while try await store.sweep(limit: Self.batch) == Self.batch, !Task.isCancelled {}
                } catch {
                    logger.warning("idempotency keys could not be swept", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}

import Contract
import Core
package import Database
import Foundation
package import Logging
import NIOConcurrencyHelpers
import PluginHost
import ServiceLifecycle

/// Runs probes as they fall due, many hosts at a time.
///
/// Reads due rows in batches as large as there are free slots; a slow host holds its slot and nothing else.
package struct ProbeScheduler: Service, CustomStringConvertible {
    /// Nothing of what it is made of: the service group logs descriptions.
    package var description: String { "ProbeScheduler" }

    private let database: Database
    private let probes: ProbeService
    private let maxInFlight: Int
    private let logger: Logger

    package init(database: Database, probes: ProbeService, maxInFlight: Int, logger: Logger) {
        self.database = database
        self.probes = probes
        self.maxInFlight = maxInFlight
        self.logger = logger
    }

    /// Until graceful shutdown; probes in flight are cancelled then and fall due again.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                let slots = FreeSlots(count: maxInFlight)
                while !Task.isCancelled {
                    let leases = await claim(slots.free)
                    for lease in leases {
                        slots.take()
                        group.addTask {
                            await CorrelationID.$current.withValue(.make(.schedule)) {
                                await probes.runScheduled(lease)
                            }
                            slots.giveBack()
                        }
                    }
                    try? await Task.sleep(for: .milliseconds(leases.isEmpty ? 500 : 50))
                }
            }
        }
    }

    private func claim(_ limit: Int) async -> [ProbeSchedule.Lease] {
        guard limit > 0 else { return [] }
        do {
            return try await probes.schedule.claimDue(limit: min(limit, 200), from: database)
        } catch is CancellationError {
            return []
        } catch {
            logger.warning("due probes cannot be read, trying again", metadata: ["error": "\(error)"])
            try? await Task.sleep(for: .seconds(2))
            return []
        }
    }
}

/// How many more probes may start.
private final class FreeSlots: Sendable {
    private let count: NIOLockedValueBox<Int>

    init(count: Int) {
        self.count = NIOLockedValueBox(count)
    }

    var free: Int { count.withLockedValue { $0 } }

    func take() { count.withLockedValue { $0 -= 1 } }

    func giveBack() { count.withLockedValue { $0 += 1 } }
}

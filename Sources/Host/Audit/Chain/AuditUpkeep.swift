import Core
package import Logging
import ServiceLifecycle

/// What the trail needs from time to time: linking, telling of floods, retention.
///
/// Has to stop after everything that writes to the trail: it links the last rows before it ends.
package struct AuditUpkeep: Service, CustomStringConvertible {
    package var description: String { "AuditUpkeep" }

    private let linker: AuditLinker
    private let flood: AuditFlood
    private let retention: AuditRetention
    private let linkInterval: Duration
    private let logger: Logger

    package init(
        linker: AuditLinker, flood: AuditFlood, retention: AuditRetention, linkInterval: Duration = .seconds(1),
        logger: Logger
    ) {
        self.linker = linker
        self.flood = flood
        self.retention = retention
        self.linkInterval = linkInterval
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await every(linkInterval, "the audit chain") { try await linker.link() } }
                group.addTask { await every(.seconds(10), "refusals") { try await flood.flush() } }
                group.addTask { await tellUndeclared() }
                group.addTask { await every(.seconds(3_600), "old audit rows") { try await retention.run() } }
            }
        }
        // The task may be cancelled by now, and a cancelled task gets no connection.
        await Task.detached {
            await attempt("refusals") { try await flood.flush(isFinal: true) }
            await attempt("the audit chain") { try await linker.link(mustSeal: true, within: .seconds(3)) }
        }.value
    }

    private func every(
        _ interval: Duration, _ subject: String, _ body: @Sendable () async throws -> some Sendable
    ) async {
        repeat {
            await CorrelationID.$current.withValue(.make(.schedule)) { await attempt(subject, body) }
        } while (try? await Task.sleep(for: interval)) != nil
    }

    /// Each member once in the life of the process.
    private func tellUndeclared() async {
        var told: Set<String> = []
        while (try? await Task.sleep(for: .seconds(60))) != nil {
            for member in AuditDetail.undeclared.keys.sorted() where told.insert(member).inserted {
                logger.warning("audit detail is not in the registry", metadata: ["member": "\(member)"])
            }
        }
    }

    private func attempt(_ subject: String, _ body: @Sendable () async throws -> some Sendable) async {
        do {
            _ = try await body()
        } catch is CancellationError {
            // The server is stopping.
        } catch {
            if !Task.isCancelled {
                logger.error("\(subject) could not be looked after", metadata: ["error": "\(error)"])
            }
        }
    }
}

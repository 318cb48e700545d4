import Foundation
import Logging
import ServiceLifecycle

/// Opens, pools and closes SSH sessions to hosts.
///
/// One event-loop thread carries thousands of sessions. Sessions work without ``run()``, but only it closes idle ones
/// in time and ends everything at shutdown.
package final class SSHEngine: Service {
    private static let shutdownPatience = 5

    private let pool: SSHSessionPool
    private let rejections = SudoRejections()
    private let logger: Logger

    package init(configuration: SSHEngineConfiguration, hostKeys: any HostKeyStore, logger: Logger) {
        self.logger = logger
        pool = SSHSessionPool(
            configuration: configuration,
            environment: SSHConnection.Environment(
                hostKeys: hostKeys, resolvers: BlockingWorkers(maxThreads: 8),
                keyWorkers: BlockingWorkers(maxThreads: 1),
                keys: PrivateKeyCache(), rejections: rejections, keepaliveSeconds: configuration.keepaliveSeconds))
    }

    /// A logged-in session: an idle one of the same host, endpoint and credential version, or a new one.
    ///
    /// - Parameters:
    ///   - fresh: Connect anew, whatever is idle; for measuring how a host is reached.
    ///   - timeout: For the whole call, waiting for a place included. Connecting is also bounded by the configuration.
    ///
    /// Throws any connection error with its report, `limitReached`, `cancelled` or `shuttingDown`.
    package func session(
        for target: SSHTarget, fresh: Bool = false, timeout: Duration = .seconds(15)
    ) async throws(SSHError) -> SSHSession {
        do {
            return try await pool.session(for: target, fresh: fresh, timeout: timeout)
        } catch {
            logger.debug(
                "no SSH session",
                metadata: ["host_id": "\(target.hostID)", "code": "\(error.code)", "reason": "\(error.message)"])
            throw error
        }
    }

    /// Lets sudo passwords that a host rejected be tried again; the operator's word that something changed there.
    package func forgetSudoRejections(hostID: UUID) {
        rejections.forget(hostID: hostID)
    }

    /// Sessions connecting, in use or idle.
    package var sessionCount: Int { pool.count }

    /// Closes idle sessions in time until shutdown; then refuses new ones and ends those in use, a few seconds later.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                self.pool.reap()
            }
        }
        pool.close()
        for _ in 0..<(Self.shutdownPatience * 10) where pool.lentCount > 0 && !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(100))
        }
        if pool.lentCount > 0 {
            logger.warning("SSH sessions in use were closed", metadata: ["count": "\(pool.lentCount)"])
        }
        pool.endLent()
    }
}

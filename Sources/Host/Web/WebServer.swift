import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// The HTTPS listener: TLS 1.2 or newer, HTTP/1.1 and HTTP/2.
package struct WebServer: Service {
    private let host: String
    private let port: Int
    private let certificate: ServerCertificate
    private let responder: APIResponder
    private let limits: RequestLimits
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// How long answers in flight may take once the server stops.
    private static let stopSeconds = 3

    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - certificate: may be replaced while the server runs.
    ///   - onListening: called once with the port that is bound.
    package init(
        host: String, port: Int, certificate: ServerCertificate, responder: APIResponder,
        limits: RequestLimits = RequestLimits(), logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void
    ) {
        self.host = host
        self.port = port
        self.certificate = certificate
        self.responder = responder
        self.limits = limits
        self.logger = logger
        self.onListening = onListening
    }

    package func run() async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder { [certificate, limits, logger] responder in
                SecureHTTPChannel(
                    responder: responder, certificate: certificate, limits: limits,
                    gate: ConnectionGate(limits: limits), logger: logger)
            },
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) }, logger: quiet)
        try await run(application)
    }

    /// Runs the listener, and after a request to stop waits no longer than ``stopSeconds`` for its connections.
    ///
    /// The framework cannot cut a connection whose TLS handshake has not ended, not even when it is cancelled. So it runs
    /// in a task of its own, which is left behind then: the process ends soon after.
    private func run(_ application: some ApplicationProtocol) async throws {
        let (outcomes, outcome) = AsyncStream.makeStream(of: Result<Void, any Error>.self)
        let server = Task {
            do {
                try await application.run()
                outcome.yield(.success(()))
            } catch {
                outcome.yield(.failure(error))
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: .seconds(Self.stopSeconds))
                logger.notice("connections are still open, stopping without them")
                outcome.yield(.success(()))
            }
            for await result in outcomes {
                server.cancel()
                group.cancelAll()
                return try result.get()
            }
        }
    }
}

extension WebServer: CustomStringConvertible {
    /// The address alone: the service group logs descriptions, and this one holds a private key.
    package var description: String { "WebServer(\(host):\(port))" }
}

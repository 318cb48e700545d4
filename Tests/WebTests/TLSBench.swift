import AsyncHTTPClient
import Foundation
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Web

@testable import Contract

/// The server as it runs, TLS and both protocols, on a port of the loopback.
struct TLSBench: Sendable {
    struct Fault: Error {}

    let port: Int
    /// What the server logged, a line per entry.
    let log: NIOLockedValueBox<[String]>

    static func run(
        limits: RequestLimits = RequestLimits(), certificate: ServerCertificate? = nil,
        rates: RateLimits.Settings = RateLimits.Settings(), _ body: @Sendable @escaping (TLSBench) async throws -> Void
    ) async throws {
        let lines = NIOLockedValueBox<[String]>([])
        let logger = Logger(label: "tls bench") { _ in LineLog(lines: lines) }
        let responder = APIResponder(
            routes: RouteTable(WebBench.routes(gate: Gate(), calls: .init(0))), authenticator: NamedAuthenticator(),
            idempotency: MemoryIdempotencyStore(), features: SwitchedFeatures(), limits: limits,
            rates: RateLimits(rates), logger: logger,
            onDenial: { _, _, _ in }, onMissingFeature: { _, _, _ in })
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = WebServer(
            host: "127.0.0.1", port: 0,
            certificate: try certificate ?? ServerCertificate(TLSIdentity.selfSigned(names: [])), responder: responder,
            limits: limits, logger: logger
        ) { listening.yield($0) }
        var quiet = Logger(label: "tls bench services")
        quiet.logLevel = .critical
        let group = ServiceGroup(services: [server], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            guard let port = await ports.first(where: { _ in true }) else { throw Fault() }
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await body(TLSBench(port: port, log: lines)))
            } catch {
                outcome = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try outcome.get()
        }
    }

    /// Sends pieces as they are over HTTP/1.1, a pause before each but the first, and reads until the server closes.
    ///
    /// - Returns: every byte that the server sent; none when it closed without a word.
    func exchange(_ pieces: [[UInt8]], pause: Duration = .zero) async throws -> [UInt8] {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = ["http/1.1"]
        let tls = try NIOSSLContext(configuration: configuration)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        try NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
                group.addTask {
                    var received: [UInt8] = []
                    for try await part in inbound { received += Array(part.readableBytesView) }
                    return received
                }
                group.addTask {
                    for (index, piece) in pieces.enumerated() {
                        if index > 0 { try await Task.sleep(for: pause) }
                        // The server may have heard enough before everything is sent.
                        do { try await outbound.write(ByteBuffer(bytes: piece)) } catch { return nil }
                    }
                    return nil
                }
                group.addTask {
                    try await Task.sleep(for: .seconds(30))
                    throw Fault()
                }
                while let done = try await group.next() {
                    guard let done else { continue }
                    group.cancelAll()
                    return done
                }
                return []
            }
        }
    }

    func exchange(_ text: String) async throws -> [UInt8] { try await exchange([Array(text.utf8)]) }

    /// A client of this server that speaks HTTP/2 when it is asked to.
    func client(http2: Bool) -> HTTPClient {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .none
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.httpVersion = http2 ? .automatic : .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}

/// Keeps what is logged.
private struct LineLog: LogHandler {
    let lines: NIOLockedValueBox<[String]>
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(lines: NIOLockedValueBox<[String]>) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.map { "\($0)=\($1)" }.sorted()
        lines.withLockedValue { $0.append("\(event.message) \(fields.joined(separator: " "))") }
    }
}

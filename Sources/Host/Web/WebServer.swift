import Hummingbird
import HummingbirdHTTP2
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// The HTTPS listener: TLS 1.2 or newer, HTTP/1.1 and HTTP/2.
package struct WebServer: Service {
    private let host: String
    private let port: Int
    private let identity: TLSIdentity
    private let responder: APIResponder
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - onListening: called once with the port that is bound.
    package init(
        host: String, port: Int, identity: TLSIdentity, responder: APIResponder, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void
    ) {
        self.host = host
        self.port = port
        self.identity = identity
        self.responder = responder
        self.logger = logger
        self.onListening = onListening
    }

    package func run() async throws {
        let chain = try NIOSSLCertificate.fromPEMBytes(identity.certificatePEM).map {
            NIOSSLCertificateSource.certificate($0)
        }
        let key = try NIOSSLPrivateKey(bytes: identity.privateKeyPEM, format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        var channel = HTTP2UpgradeChannel.Configuration(idleTimeout: .seconds(120))
        // A request must be read within this; a stream that is being answered is not touched by it.
        channel.streamConfiguration.idleTimeout = .seconds(30)
        channel.streamConfiguration.httpDecoder = .init(
            maxHeaderFieldSize: 32 * 1_024, maxHeaderListSize: 64 * 1_024, maxHeaderFieldCount: 200)
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        let application = Application(
            responder: responder, server: try .http2Upgrade(tlsConfiguration: tls, configuration: channel),
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) }, logger: quiet)
        try await application.run()
    }
}

import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP2
import NIOSSL
import NIOTLS

/// A TLS connection that carries HTTP/1.1 or HTTP/2, whichever the handshake agrees on.
///
/// The framework's own channel fixes certificate and HTTP/2 settings for good, and serves whoever connects.
struct SecureHTTPChannel: HTTPChannelHandler {
    typealias Stream = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
    typealias Negotiated = NIONegotiatedHTTPVersion<Stream, NIOHTTP2Handler.AsyncStreamMultiplexer<Stream>>

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        /// Nil for a connection that was turned away.
        let negotiated: EventLoopFuture<Negotiated>?
    }

    let responder: Responder
    let certificate: ServerCertificate
    let limits: RequestLimits
    let gate: ConnectionGate
    let logger: Logger
    private let http1: HTTP1Channel

    init(
        responder: @escaping Responder, certificate: ServerCertificate, limits: RequestLimits, gate: ConnectionGate,
        logger: Logger
    ) {
        self.responder = responder
        self.certificate = certificate
        self.limits = limits
        self.gate = gate
        self.logger = logger
        var configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionSetup(limits: limits, logger: logger)])
        configuration.httpDecoder = .init(
            maxHeaderFieldSize: RequestLimits.parserFieldBytes, maxHeaderListSize: RequestLimits.parserListBytes,
            maxHeaderFieldCount: RequestLimits.parserFields)
        http1 = HTTP1Channel(responder: responder, configuration: configuration)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let address = channel.remoteAddress?.ipAddress ?? ""
        guard gate.enter(address) else {
            self.logger.notice("too many connections, one was refused", metadata: ["address": "\(address)"])
            channel.close(promise: nil)
            return channel.eventLoop.makeSucceededFuture(Value(channel: channel, negotiated: nil))
        }
        channel.closeFuture.whenComplete { [gate] _ in gate.leave(address) }
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(WriteStallHandler(seconds: limits.stallSeconds, logger: self.logger))
            try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context))
            try pipeline.addHandler(HandshakeDeadline(seconds: limits.handshakeSeconds))
            let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Negotiated> { result in
                switch result {
                case .negotiated("h2"): setUpHTTP2(channel, logger: logger).map { .http2($0) }
                default: http1.setup(channel: channel, logger: logger).map { .http1_1($0) }
                }
            }
            try pipeline.addHandler(negotiation)
            return Value(channel: channel, negotiated: negotiation.protocolNegotiationResult)
        }
    }

    private func setUpHTTP2(
        _ channel: any Channel, logger: Logger
    ) -> EventLoopFuture<NIOHTTP2Handler.AsyncStreamMultiplexer<Stream>> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let connection = NIOHTTP2ServerConnectionManagementHandler(
                eventLoop: channel.eventLoop,
                configuration: .init(
                    maxIdleTime: .seconds(limits.idleSeconds), maxAge: nil, maxGraceTime: .seconds(2), keepalive: nil))
            var configuration = NIOHTTP2Handler.Configuration()
            configuration.connection.initialSettings = [
                HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.streamsPerConnection),
                HTTP2Setting(parameter: .maxHeaderListSize, value: RequestLimits.parserListBytes),
            ]
            try pipeline.addHandler(EarlySettingsHandler())
            let streams = try pipeline.configureAsyncHTTP2Pipeline(
                mode: .server, streamDelegate: connection.http2StreamDelegate, configuration: configuration
            ) { stream in
                stream.eventLoop.makeCompletedFuture {
                    let handlers = stream.pipeline.syncOperations
                    try handlers.addHandler(HTTP2FramePayloadToHTTPServerCodec())
                    try handlers.addHandler(WriteStallHandler(seconds: limits.stallSeconds, logger: self.logger))
                    try handlers.addHandler(ConnectionSetup(limits: limits, logger: self.logger))
                    try handlers.addHandler(HTTPConnectionStateHandler(logger: logger))
                    return try Stream(wrappingChannelSynchronously: stream)
                }
            }
            try pipeline.addHandler(HTTP2FaultHandler(logger: self.logger))
            try pipeline.addHandler(connection)
            return streams
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.negotiated?.get() {
            case nil: return
            case .http1_1(let connection): await http1.handle(value: connection, logger: logger)
            case .http2(let streams):
                try await withThrowingDiscardingTaskGroup { group in
                    for try await stream in streams.inbound {
                        group.addTask { await handleHTTP(asyncChannel: stream, logger: logger) }
                    }
                }
            }
        } catch {
            self.logger.debug("connection ended", metadata: ["error": "\(error)"])
        }
    }
}

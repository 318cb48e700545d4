import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOHTTP2
import NIOSSL
import NIOTLS

/// TLS connections as the framework serves them, cut when the handshake does not end in time.
struct GuardedTLSChannel: ServerChildChannel {
    let base: HTTP2UpgradeChannel
    let limits: RequestLimits
    let logger: Logger

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP2UpgradeChannel.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let tls = try pipeline.handler(type: NIOSSLServerHandler.self)
            try pipeline.addHandler(
                HandshakeDeadline(seconds: limits.handshakeSeconds, logger: self.logger), position: .after(tls))
            return value
        }
    }

    func handle(value: HTTP2UpgradeChannel.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

/// Closes a connection whose TLS handshake takes too long; goes away once it has ended.
private final class HandshakeDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let seconds: Int64
    private let logger: Logger
    private var timer: Scheduled<Void>?

    init(seconds: Int64, logger: Logger) {
        self.seconds = seconds
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) { context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        context.fireUserInboundEventTriggered(event)
        if case .handshakeCompleted(let negotiated) = event as? TLSUserEvent {
            let pipeline = context.pipeline.syncOperations
            // The event has just put the handlers of the protocol there. Behind ours the framework swallows errors.
            if negotiated == "h2", let http2 = try? pipeline.handler(type: NIOHTTP2Handler.self) {
                try? pipeline.addHandler(HTTP2FaultHandler(logger: logger), position: .after(http2))
            }
            pipeline.removeHandler(self, promise: nil)
        }
    }
}

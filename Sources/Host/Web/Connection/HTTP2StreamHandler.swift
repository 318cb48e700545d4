import NIOCore
import NIOHTTPTypes

/// Sees to it that the body of a request on an HTTP/2 stream arrives in time.
///
/// Whoever reads the body is told and answers 408; a stream that is answered already is closed.
final class HTTP2StreamHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: RequestLimits
    private var timer: Scheduled<Void>?
    private var isAnswering = false
    /// The body did not come in time, so nobody waits for the rest of it.
    private var isLate = false

    init(limits: RequestLimits) { self.limits = limits }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            timer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(limits.bodySeconds)) { [weak self] in
                guard let self, !self.isAnswering else { return context.close(promise: nil) }
                self.isLate = true
                context.fireErrorCaught(RequestFault.ReadTimeout())
            }
        case .body: break
        case .end: timer?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head: isAnswering = true
        case .body: break
        case .end where isLate:
            let written = promise ?? context.eventLoop.makePromise()
            let channel = context.channel
            written.futureResult.whenComplete { _ in channel.close(promise: nil) }
            return context.writeAndFlush(data, promise: written)
        case .end: break
        }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }
}

import Logging
import NIOCore
import NIOHTTP1

/// Puts our handlers where they belong in the pipeline of an HTTP/1 connection or an HTTP/2 stream.
///
/// The framework offers one place for handlers, behind its own, and ours have to see what comes before: bytes, and what
/// the parser says of them.
final class ConnectionSetup: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    private let limits: RequestLimits
    private let logger: Logger

    init(limits: RequestLimits, logger: Logger) {
        self.limits = limits
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            if let parser = try? pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self) {
                let connection = HTTP1ConnectionHandler(limits: limits, logger: logger)
                try pipeline.addHandler(connection, position: .after(parser))
                try pipeline.addHandler(HTTP1ByteWatch(connection), position: .before(parser))
            } else {
                try pipeline.addHandler(HTTP2StreamHandler(limits: limits), position: .after(self))
            }
        } catch {
            logger.error("connection could not be set up", metadata: ["error": "\(error)"])
            context.close(promise: nil)
        }
    }
}

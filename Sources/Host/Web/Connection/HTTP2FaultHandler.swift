import Logging
import NIOCore
import NIOHTTP2

/// Logs faults that end a whole HTTP/2 connection, such as a header above the announced limit, and closes it.
///
/// The peer has been told by a GOAWAY frame then. No response can be sent: the fault
/// leaves the two sides' compression of header fields apart. Faults of one stream end that stream alone.
final class HTTP2FaultHandler: ChannelInboundHandler {
    typealias InboundIn = Never

    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !(error is NIOHTTP2Errors.StreamError) {
            logger.info(
                "connection refused",
                metadata: ["reason": "\(error)", "address": "\(context.remoteAddress?.ipAddress ?? "")"])
            context.close(promise: nil)
        }
        context.fireErrorCaught(error)
    }
}

import Logging
import NIOCore

/// Closes a connection or a stream whose peer does not take what it asked for.
final class WriteStallHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let seconds: Int64
    private let logger: Logger
    private var timer: Scheduled<Void>?

    init(seconds: Int64, logger: Logger) {
        self.seconds = seconds
        self.logger = logger
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        if !context.channel.isWritable {
            // The context of a stream has no address of its own and ends the process when it is asked.
            let address = context.channel.remoteAddress?.ipAddress ?? ""
            timer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) { [logger, seconds] in
                logger.info(
                    "response not taken, connection closed",
                    metadata: ["address": "\(address)", "seconds": "\(seconds)"])
                context.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }
}

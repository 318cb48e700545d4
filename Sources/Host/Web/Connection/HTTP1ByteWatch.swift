import NIOCore

/// Tells the ``HTTP1ConnectionHandler`` of bytes before the parser makes requests of them, or fails to.
final class HTTP1ByteWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: HTTP1ConnectionHandler

    init(_ connection: HTTP1ConnectionHandler) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.bytesArrived(unwrapInboundIn(data))
        context.fireChannelRead(data)
    }
}

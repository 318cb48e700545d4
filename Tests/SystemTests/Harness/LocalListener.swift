import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A TCP server of 127.0.0.1 that is no SSH server.
final class LocalListener: Sendable {
    /// What a client hears once it has said something; nil for nothing, ever.
    private let channel: any Channel
    /// Everyone who ever came.
    private let clients: NIOLockedValueBox<[any Channel]>

    /// A server that accepts and never says a word.
    static func silent() async throws -> LocalListener { try await listen(reply: nil) }

    /// A web server that is asked for nothing it knows.
    static func web() async throws -> LocalListener {
        try await listen(reply: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }

    private static func listen(reply: String?) async throws -> LocalListener {
        let clients = NIOLockedValueBox<[any Channel]>([])
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { child in
                clients.withLockedValue { $0.append(child) }
                return child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(Answer(reply: reply))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        return LocalListener(channel: channel, clients: clients)
    }

    private init(channel: any Channel, clients: NIOLockedValueBox<[any Channel]>) {
        self.channel = channel
        self.clients = clients
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// How many clients came.
    var connectionCount: Int { clients.withLockedValue(\.count) }

    /// Cuts all connections.
    func hangUp() {
        for client in clients.withLockedValue({ $0 }) { client.close(promise: nil) }
    }

    func close() async {
        try? await channel.close()
    }

    private final class Answer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let reply: String?

        init(reply: String?) {
            self.reply = reply
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard let reply else { return }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: reply)), promise: nil)
            context.close(promise: nil)
        }
    }
}

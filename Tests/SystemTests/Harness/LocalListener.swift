import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A TCP server of 127.0.0.1 that is no SSH server.
final class LocalListener: Sendable {
    /// What a client hears once it has said something; nil for nothing, ever.
    private let channel: any Channel
    private let connections: NIOLockedValueBox<Int>

    /// A server that accepts and never says a word.
    static func silent() async throws -> LocalListener { try await listen(reply: nil) }

    /// A web server that is asked for nothing it knows.
    static func web() async throws -> LocalListener {
        try await listen(reply: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }

    private static func listen(reply: String?) async throws -> LocalListener {
        let connections = NIOLockedValueBox(0)
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { child in
                connections.withLockedValue { $0 += 1 }
                return child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(Answer(reply: reply))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        return LocalListener(channel: channel, connections: connections)
    }

    private init(channel: any Channel, connections: NIOLockedValueBox<Int>) {
        self.channel = channel
        self.connections = connections
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// How many clients came.
    var connectionCount: Int { connections.withLockedValue { $0 } }

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

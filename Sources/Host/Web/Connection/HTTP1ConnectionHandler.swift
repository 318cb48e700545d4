import Contract
import Core
import Logging
import NIOCore
import NIOHTTP1

/// Stands between the HTTP/1 parser and the server: answers itself what never becomes a request, with the envelope that
/// every error has, and sees to it that a request arrives in time.
///
/// Faults before the end of the header are answered here, once the requests before them are. Faults of a body are handed
/// on: whoever reads the body answers. In both cases the connection is closed afterwards, since nobody can tell where the
/// next request would begin. A header that does not end in time is answered with 408; a connection at rest is closed.
final class HTTP1ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What of a request is being read.
    private enum Reading: Equatable {
        case nothing
        case head
        case body
    }

    /// How long a peer may go on sending after the last answer, so that it can read it before the connection is gone.
    private static let lingerSeconds: Int64 = 2

    private let limits: RequestLimits
    private let logger: Logger
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?
    private var reading = Reading.nothing
    /// What was read of the request line, and whether that is all of it.
    private var line = (bytes: 0, hasEnded: false)
    /// Requests that were handed on and not answered to their end.
    private var inFlight = 0
    private var isAnswering = false
    /// The fault to answer when nothing is in flight any more. Nothing is read after it.
    private var fault: APIError?
    /// The last request in flight ends the connection.
    private var closesAfterLast = false
    /// The last answer was written.
    private var isFinished = false

    init(limits: RequestLimits, logger: Logger) {
        self.limits = limits
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedule(seconds: limits.idleSeconds)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    // MARK: Reading

    /// Called with everything that is read, before the parser sees it.
    func bytesArrived(_ buffer: ByteBuffer) {
        guard !closesAfterLast, fault == nil, !isFinished else { return }
        let bytes = buffer.readableBytesView
        if reading == .nothing {
            // Old clients end a body with an empty line too many, which begins no request.
            guard bytes.contains(where: { $0 != 0x0d && $0 != 0x0a }) else { return }
            reading = .head
            line = (0, false)
            schedule(seconds: limits.headSeconds)
        }
        guard reading == .head, !line.hasEnded else { return }
        let end = bytes.firstIndex(of: 0x0a)
        line = (line.bytes + bytes.distance(from: bytes.startIndex, to: end ?? bytes.endIndex), end != nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard fault == nil, !closesAfterLast || reading == .body, !isFinished else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            // One Host is the rule of RFC 9112 section 3.2; without it a proxy and we could take different ones.
            let hosts = head.headers["host"].count
            guard hosts == 1 || (hosts == 0 && head.version.minor == 0) else {
                return refuse(RequestFault.malformed("A request has one Host header"))
            }
            // The parser stops after a request that asks for another protocol, which nothing here speaks.
            closesAfterLast = !head.isKeepAlive || head.method == .CONNECT || head.headers.contains(name: "upgrade")
            if closesAfterLast { head.headers.replaceOrAdd(name: "connection", value: "close") }
            inFlight += 1
            reading = .body
            schedule(seconds: limits.bodySeconds)
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body: context.fireChannelRead(data)
        case .end:
            reading = .nothing
            timer?.cancel()
            if inFlight == 0 { rest() }
            context.fireChannelRead(data)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What follows a request that ends the connection is nobody's request.
        guard fault == nil, !isFinished, !closesAfterLast || reading == .body else { return }
        let isLongLine = reading == .head && line.bytes > limits.uriBytes
        guard let answer = RequestFault.error(for: error, isLongLine: isLongLine, limits: limits) else {
            context.fireErrorCaught(error)
            return
        }
        if reading == .body { failBody(error) } else { refuse(answer) }
    }

    /// The body being read has no end. Who reads it is told; when it is answered already, nothing can be said any more.
    private func failBody(_ error: any Error) {
        timer?.cancel()
        reading = .nothing
        closesAfterLast = true
        if inFlight == 0 || (inFlight == 1 && isAnswering) {
            finish()
        } else {
            context?.fireErrorCaught(error)
        }
    }

    private func refuse(_ error: APIError) {
        timer?.cancel()
        fault = error
        if inFlight == 0 { answerFault() }
    }

    // MARK: Answering

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isFinished else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            isAnswering = true
            if closesAfterLast, inFlight == 1, fault == nil {
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            isAnswering = false
            inFlight -= 1
            guard inFlight == 0 else {
                context.write(data, promise: promise)
                return
            }
            if fault != nil {
                context.write(data, promise: promise)
                answerFault()
            } else if closesAfterLast {
                context.writeAndFlush(data, promise: promise)
                finish()
            } else {
                if reading == .nothing { rest() }
                context.write(data, promise: promise)
            }
        }
    }

    private func answerFault() {
        guard let fault, let context else { return }
        let correlationID = CorrelationID.make(.request)
        let answer = ErrorAnswer.make(fault, correlationID: correlationID)
        var headers = HTTPHeaders(answer.headers.map { ($0.name.rawName, $0.value) })
        var body = ByteBuffer()
        if case .bytes(let bytes) = answer.body { body.writeBytes(bytes) }
        headers.replaceOrAdd(name: "content-length", value: String(body.readableBytes))
        headers.replaceOrAdd(name: "connection", value: "close")
        headers.replaceOrAdd(name: "date", value: HTTPDate.text())
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
        logger.info(
            "request refused",
            metadata: [
                "correlation_id": "\(correlationID)", "status": "\(answer.status)", "code": "\(fault.code)",
                "reason": "\(fault.message)", "address": "\(context.remoteAddress?.ipAddress ?? "")",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        finish()
    }

    /// Says that nothing follows, and drops what the peer still sends for a moment: closing at once would make the
    /// system reset the connection, and the answer could be lost with it.
    private func finish() {
        isFinished = true
        context?.close(mode: .output, promise: nil)
        schedule(seconds: Self.lingerSeconds)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isFinished, case .some(.inputClosed) = event as? ChannelEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: Time

    private func rest() { schedule(seconds: limits.idleSeconds) }

    private func schedule(seconds: Int64) {
        timer?.cancel()
        timer = context?.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) { [weak self] in
            self?.timeIsUp()
        }
    }

    private func timeIsUp() {
        if isFinished || (reading == .nothing && inFlight == 0) {
            context?.close(promise: nil)
        } else if reading == .head, fault == nil {
            if let error = RequestFault.error(for: RequestFault.ReadTimeout(), limits: limits) { refuse(error) }
        } else if reading == .body {
            failBody(RequestFault.ReadTimeout())
        }
    }
}

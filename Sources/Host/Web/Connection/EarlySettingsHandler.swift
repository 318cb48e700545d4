import NIOCore

/// Lets our HTTP/2 settings count from a client's first request on.
///
/// The framework applies them when the client has acknowledged them. Until then it holds a client to a header of 16 KiB,
/// which the client cannot know of (RFC 9113 section 6.5.2: without a setting there is no limit), and clients do send
/// their first request before they acknowledge. All our settings allow more than the defaults, so it does no harm to
/// apply them at once: the acknowledgement is put behind the client's own settings, and the real one is taken out.
final class EarlySettingsHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private enum Step {
        case preface
        case firstSettings
        case untilAcknowledgement
        case done
    }

    private static let prefaceBytes = 24
    private static let frameHeaderBytes = 9
    private static let settings: UInt8 = 4
    private static let acknowledgement: [UInt8] = [0, 0, 0, settings, 1, 0, 0, 0, 0]

    private var step = Step.preface
    private var waiting = ByteBuffer()
    /// What is left of the frame that is being passed on.
    private var frameRest = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard step != .done else { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        waiting.writeBuffer(&bytes)
        var passed = context.channel.allocator.buffer(capacity: waiting.readableBytes + Self.frameHeaderBytes)
        while take(into: &passed) {}
        if passed.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(passed)) }
    }

    /// Passes on one piece of what is waiting; false when it has to wait for more.
    private func take(into passed: inout ByteBuffer) -> Bool {
        guard waiting.readableBytes > 0 else { return false }
        switch step {
        case .done:
            passed.writeBuffer(&waiting)
        case .preface:
            guard var preface = waiting.readSlice(length: Self.prefaceBytes) else { return false }
            passed.writeBuffer(&preface)
            step = .firstSettings
        case .firstSettings, .untilAcknowledgement:
            if frameRest > 0 {
                guard var part = waiting.readSlice(length: min(frameRest, waiting.readableBytes)) else { return false }
                frameRest -= part.readableBytes
                passed.writeBuffer(&part)
            } else {
                guard let header = waiting.getBytes(at: waiting.readerIndex, length: Self.frameHeaderBytes) else {
                    return false
                }
                return begin(header, into: &passed)
            }
        }
        if step == .firstSettings, frameRest == 0, passed.readableBytes > 0, hasSeenSettings {
            passed.writeBytes(Self.acknowledgement)
            step = .untilAcknowledgement
        }
        return true
    }

    private var hasSeenSettings = false

    private func begin(_ header: [UInt8], into passed: inout ByteBuffer) -> Bool {
        let isAcknowledgement = header[3] == Self.settings && header[4] & 1 == 1
        if step == .untilAcknowledgement, isAcknowledgement {
            waiting.moveReaderIndex(forwardBy: Self.frameHeaderBytes)
            step = .done
            return true
        }
        // Something else than settings first is a fault, which the next handler finds.
        if step == .firstSettings {
            guard header[3] == Self.settings, !isAcknowledgement else {
                step = .done
                return true
            }
            hasSeenSettings = true
        }
        frameRest = Self.frameHeaderBytes + (Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2]))
        return true
    }
}

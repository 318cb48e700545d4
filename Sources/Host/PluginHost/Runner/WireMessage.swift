import RunnerWire

/// One whole message of the wire.
struct WireMessage: Sendable, Equatable {
    var type: WireType
    var call: UInt64
    var sequence: UInt32
    var body: [UInt8]

    init(_ type: WireType, call: UInt64 = 0, sequence: UInt32 = 0, body: [UInt8] = []) {
        self.type = type
        self.call = call
        self.sequence = sequence
        self.body = body
    }

    static let headerSize = Int(OW_WIRE_HEADER_SIZE)
    static let frameLimit = Int(OW_WIRE_FRAME_MAX)
    /// `OW_WIRE_MESSAGE_MAX`, a product that the importer does not evaluate.
    static let limit = 16 * 1024 * 1024

    /// The frames that carry this message, one after the other; nil if it is larger than the wire allows.
    func frames() -> [UInt8]? {
        guard body.count <= Self.limit else { return nil }
        let count = max(1, (body.count + Self.frameLimit - 1) / Self.frameLimit)
        var writer = WireWriter(reserving: body.count + count * Self.headerSize)
        for index in 0..<count {
            let start = index * Self.frameLimit
            let end = min(body.count, start + Self.frameLimit)
            let more: UInt32 = index + 1 < count ? UInt32(OW_WIRE_MORE) : 0
            writer.uint32(UInt32(end - start))
            writer.uint32(UInt32(type.rawValue) | more << 16)
            writer.uint64(call)
            writer.uint32(sequence)
            writer.uint32(0)
            writer.raw(body[start..<end])
        }
        return writer.bytes
    }
}

/// What a message is; see `ow_wire.h` for the bodies.
enum WireType: UInt16, Sendable {
    case hello = 1
    case create = 2
    case configure = 3
    case run = 4
    case cancel = 5
    case serviceReply = 6
    case serviceChunk = 7
    case eventAck = 8
    case health = 9
    case drain = 10
    case ready = 64
    case created = 65
    case configured = 66
    case result = 67
    case serviceRequest = 68
    case emit = 69
    case log = 70
    case progress = 71
    case healthy = 72
    case bye = 73
    case fatal = 74
    case sandbox = 75

    /// Whether a runner may send it.
    var isFromRunner: Bool { rawValue >= WireType.ready.rawValue }
}

extension WireMessage {
    /// The reply to a service request that carries nothing but a code.
    static func refusal(of message: WireMessage, code: ProbeCode) -> WireMessage {
        var writer = WireWriter()
        writer.int32(code.rawValue)
        return WireMessage(.serviceReply, call: message.call, sequence: message.sequence, body: writer.bytes)
    }
}

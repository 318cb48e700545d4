import RunnerWire

/// Turns the byte stream of a runner into messages. A pure value: bytes in, messages out.
///
/// The runner is taken for hostile. A fault is final: after it, the stream cannot be trusted and the runner must go.
/// Memory is bounded by ``partialLimit`` plus one frame, whatever arrives.
struct FrameAssembler {
    /// Body bytes of all unfinished messages together.
    static let partialLimit = 64 * 1024 * 1024
    /// Messages that may be unfinished at once.
    static let partialCountLimit = 1_024
    private static let initialRoom = 64 * 1024
    /// Bytes that can be received at a time, at least.
    private static let leastRoom = 16 * 1024

    private struct Key: Hashable {
        let call: UInt64
        let sequence: UInt32
    }

    private struct Partial {
        let type: WireType
        var body: [UInt8]
    }

    /// Received bytes are those from `position` to `end`; what is behind them is room for the next ones.
    private var buffer = [UInt8](repeating: 0, count: FrameAssembler.initialRoom)
    private var position = 0
    private var end = 0
    private var partials: [Key: Partial] = [:]
    private var partialBytes = 0
    private var hasFailed = false

    init() {}

    /// Takes received bytes. Call ``next()`` until it returns nil before the next ones.
    mutating func receive(_ bytes: some Collection<UInt8>) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = receive { room in
                let part = rest.prefix(room.count)
                room.copyBytes(from: part)
                return part.count
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Has `body` put bytes straight to where they are looked at; it returns how many, or what it likes below 1 if none.
    mutating func receive(_ body: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        makeRoom()
        let count = buffer.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[end...])) }
        end += max(0, count)
        return count
    }

    private mutating func makeRoom() {
        if position == end {
            position = 0
            end = 0
        }
        guard buffer.count - end < Self.leastRoom else { return }
        if position > 0 {
            let pending = position..<end
            buffer.withUnsafeMutableBytes { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[pending]))
            }
            position = 0
            end = pending.count
        }
        if buffer.count - end < Self.leastRoom { buffer.append(contentsOf: repeatElement(0, count: buffer.count)) }
    }

    /// The next complete message, nil if more bytes are needed.
    mutating func next() throws(WireFault) -> WireMessage? {
        guard !hasFailed else { throw WireFault("the stream failed before") }
        do throws(WireFault) {
            while let frame = try nextFrame() {
                if let message = try join(frame) { return message }
            }
            return nil
        } catch {
            hasFailed = true
            buffer = []
            position = 0
            end = 0
            partials = [:]
            throw error
        }
    }

    private struct Frame {
        let type: WireType
        let isLast: Bool
        let key: Key
        let body: Range<Int>
    }

    private mutating func nextFrame() throws(WireFault) -> Frame? {
        guard end - position >= WireMessage.headerSize else { return nil }
        let length = Int(scalar(at: 0, bytes: 4))
        guard length <= WireMessage.frameLimit else { throw WireFault("a frame of \(length) bytes is too large") }
        let flags = UInt32(scalar(at: 6, bytes: 2))
        let number = UInt16(truncatingIfNeeded: scalar(at: 4, bytes: 2))
        guard flags & ~UInt32(OW_WIRE_MORE) == 0, scalar(at: 20, bytes: 4) == 0 else {
            throw WireFault("a frame has unknown flags")
        }
        guard let type = WireType(rawValue: number), type.isFromRunner else {
            throw WireFault("a frame has the unknown type \(number)")
        }
        guard end - position >= WireMessage.headerSize + length else { return nil }
        let start = position + WireMessage.headerSize
        let key = Key(call: scalar(at: 8, bytes: 8), sequence: UInt32(scalar(at: 16, bytes: 4)))
        position = start + length
        return Frame(type: type, isLast: flags & UInt32(OW_WIRE_MORE) == 0, key: key, body: start..<start + length)
    }

    private mutating func join(_ frame: Frame) throws(WireFault) -> WireMessage? {
        let known = partials.isEmpty ? nil : partials.removeValue(forKey: frame.key)
        guard var partial = known else {
            let body = Array(buffer[frame.body])
            if frame.isLast {
                return WireMessage(frame.type, call: frame.key.call, sequence: frame.key.sequence, body: body)
            }
            guard !body.isEmpty else { throw WireFault("an unfinished message has an empty frame") }
            guard partials.count < Self.partialCountLimit else { throw WireFault("too many unfinished messages") }
            partials[frame.key] = Partial(type: frame.type, body: body)
            try grow(by: body.count)
            return nil
        }
        guard partial.type == frame.type else { throw WireFault("a message is interrupted by another of its call") }
        guard partial.body.count + frame.body.count <= WireMessage.limit else {
            throw WireFault("a message is larger than \(WireMessage.limit) bytes")
        }
        partialBytes -= partial.body.count
        partial.body.append(contentsOf: buffer[frame.body])
        if frame.isLast {
            return WireMessage(frame.type, call: frame.key.call, sequence: frame.key.sequence, body: partial.body)
        }
        guard !frame.body.isEmpty else { throw WireFault("an unfinished message has an empty frame") }
        partials[frame.key] = partial
        try grow(by: partial.body.count)
        return nil
    }

    private mutating func grow(by count: Int) throws(WireFault) {
        partialBytes += count
        guard partialBytes <= Self.partialLimit else { throw WireFault("unfinished messages take too much memory") }
    }

    private func scalar(at offset: Int, bytes count: Int) -> UInt64 {
        buffer.withUnsafeBytes { bytes in
            let start = position + offset
            return switch count {
            case 2: UInt64(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt16.self)))
            case 4: UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
            default: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            }
        }
    }
}

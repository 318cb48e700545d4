/// Reads the fields of events where they were received. Every length is checked against what is left.
struct EventFields {
    private let rest: UnsafeRawBufferPointer
    private var position = 0

    /// The bytes must outlive this value.
    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    var isAtEnd: Bool { position == rest.count }

    mutating func uint32() throws(WireFault) -> UInt32 {
        guard rest.count - position >= 4 else { throw WireFault("a message ends too early") }
        defer { position += 4 }
        return UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    mutating func uint64() throws(WireFault) -> UInt64 {
        guard rest.count - position >= 8 else { throw WireFault("a message ends too early") }
        defer { position += 8 }
        return UInt64(littleEndian: rest.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    mutating func bytes(limit: Int) throws(WireFault) -> UnsafeBufferPointer<UInt8> {
        let count = Int(try uint32())
        guard count <= rest.count - position else { throw WireFault("a field is longer than its message") }
        guard count <= limit else { throw WireFault("a field of \(count) bytes is over its limit of \(limit)") }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: rest[position..<position + count]).assumingMemoryBound(to: UInt8.self)
    }

    mutating func text(limit: Int) throws(WireFault) -> String {
        guard let text = String(utf8: try bytes(limit: limit)) else { throw WireFault("a text field is not UTF-8") }
        return text
    }
}

extension String {
    /// Nil if the bytes are not UTF-8. Most texts are ASCII, for which the general way is several times as long.
    init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        var all: UInt8 = 0
        for byte in bytes { all |= byte }
        if all < 0x80 {
            self.init(unsafeUninitializedCapacity: bytes.count) { $0.initialize(fromContentsOf: bytes) }
        } else {
            self.init(validating: bytes, as: UTF8.self)
        }
    }
}

/// Reads the scalars and byte fields of one message. Every length is checked against what is left.
struct WireReader {
    private let bytes: [UInt8]
    private var position: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
    }

    var remaining: Int { bytes.count - position }

    mutating func uint32() throws(WireFault) -> UInt32 {
        UInt32(truncatingIfNeeded: try scalar(bytes: 4))
    }

    mutating func int32() throws(WireFault) -> Int32 {
        Int32(bitPattern: try uint32())
    }

    mutating func uint64() throws(WireFault) -> UInt64 {
        try scalar(bytes: 8)
    }

    /// A `bytes` field of at most `limit` bytes.
    mutating func bytes(limit: Int) throws(WireFault) -> [UInt8] {
        let count = Int(try uint32())
        guard count <= remaining else { throw WireFault("a field is longer than its message") }
        guard count <= limit else { throw WireFault("a field of \(count) bytes is over its limit of \(limit)") }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    /// A `bytes` field that must be UTF-8.
    mutating func text(limit: Int) throws(WireFault) -> String {
        guard let text = String(validating: try bytes(limit: limit), as: UTF8.self) else {
            throw WireFault("a text field is not UTF-8")
        }
        return text
    }

    /// A `bytes` field whose content comes from the plugin and not from the runner; nil if it is not UTF-8.
    mutating func optionalText() throws(WireFault) -> String? {
        String(validating: try bytes(limit: WireMessage.limit), as: UTF8.self)
    }

    /// A counted list of such fields; nil if one of them is not UTF-8.
    mutating func optionalTexts() throws(WireFault) -> [String]? {
        let count = Int(try uint32())
        guard count <= remaining / 4 else { throw WireFault("a list is longer than its message") }
        var texts: [String] = []
        var isValid = true
        for _ in 0..<count {
            if let text = try optionalText() { texts.append(text) } else { isValid = false }
        }
        return isValid ? texts : nil
    }

    /// A `bytes` field meant for people: what is not UTF-8 is replaced.
    mutating func lossyText(limit: Int) throws(WireFault) -> String {
        String(decoding: try bytes(limit: limit), as: UTF8.self)
    }

    /// Ends the message: bytes left over mean that the two sides disagree about it.
    func finish() throws(WireFault) {
        guard remaining == 0 else { throw WireFault("a message has \(remaining) bytes too many") }
    }

    private mutating func scalar(bytes count: Int) throws(WireFault) -> UInt64 {
        guard remaining >= count else { throw WireFault("a message ends too early") }
        let value = bytes.withUnsafeBytes { bytes in
            count == 4
                ? UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
                : UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        }
        position += count
        return value
    }
}

/// The runner's bytes break the wire's rules.
struct WireFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

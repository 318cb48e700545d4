/// Writes a message body.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func integer<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func data(_ value: [UInt8]) {
        integer(UInt32(value.count))
        bytes += value
    }

    mutating func text(_ value: String) { data(Array(value.utf8)) }
}

/// Reads a message body.
struct WireReader {
    struct Short: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws -> Value {
        let size = MemoryLayout<Value>.size
        guard rest.count >= size else { throw Short() }
        var value: Value = 0
        for byte in rest.prefix(size).reversed() { value = value << 8 | Value(truncatingIfNeeded: byte) }
        rest = rest.dropFirst(size)
        return value
    }

    mutating func data() throws -> [UInt8] {
        let count = Int(try integer(UInt32.self))
        guard rest.count >= count else { throw Short() }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func text() throws -> String { String(decoding: try data(), as: UTF8.self) }
}

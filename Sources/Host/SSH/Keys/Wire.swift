/// Reads the SSH wire encoding (RFC 4251 section 5) from untrusted bytes, never past their end.
struct WireReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var remaining: Int { bytes.count - position }

    mutating func uint32() -> UInt32? {
        guard remaining >= 4 else { return nil }
        defer { position += 4 }
        return bytes[position..<position + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func string() -> [UInt8]? {
        guard let length = uint32() else { return nil }
        return take(Int(length))
    }

    /// A string that is valid UTF-8.
    mutating func text() -> String? {
        string().flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// A non-negative multiple-precision integer without its leading zeros.
    mutating func number() -> [UInt8]? {
        guard let raw = string() else { return nil }
        if let first = raw.first, first & 0x80 != 0 { return nil }
        return Array(raw.drop { $0 == 0 })
    }
}

/// Writes the SSH wire encoding.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func uint32(_ value: Int) {
        bytes.append(contentsOf: [
            UInt8(truncatingIfNeeded: value >> 24), UInt8(truncatingIfNeeded: value >> 16),
            UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value),
        ])
    }

    mutating func string(_ value: some Collection<UInt8>) {
        uint32(value.count)
        bytes.append(contentsOf: value)
    }

    mutating func number(_ value: [UInt8]) {
        let digits = value.drop { $0 == 0 }
        let needsZero = (digits.first ?? 0) & 0x80 != 0
        uint32(digits.count + (needsZero ? 1 : 0))
        if needsZero { bytes.append(0) }
        bytes.append(contentsOf: digits)
    }
}

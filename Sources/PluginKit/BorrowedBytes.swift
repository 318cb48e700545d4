import PluginABI

// Swift strings and bytes as the ABI's views, valid inside a closure, and the ABI's views as Swift copies.

func withText<Result>(_ text: String, _ body: (ow_str) throws -> Result) rethrows -> Result {
    var text = text
    return try text.withUTF8 { utf8 in
        let start = UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self)
        return try body(ow_str(p: start, n: UInt64(utf8.count)))
    }
}

func withBytes<Result>(_ bytes: [UInt8], _ body: (ow_bytes) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBufferPointer { try body(ow_bytes(p: $0.baseAddress, n: UInt64($0.count))) }
}

/// All texts in one piece of memory, and an array of views of it.
func withTexts<Result>(
    _ texts: [String], _ body: (UnsafeBufferPointer<ow_str>) throws -> Result
) rethrows -> Result {
    var joined: [UInt8] = []
    let ranges = texts.map { text in
        let start = joined.count
        joined.append(contentsOf: text.utf8)
        return start..<joined.count
    }
    return try withBytes(joined) { joined in
        try ranges.map(joined.text).withUnsafeBufferPointer(body)
    }
}

extension ow_bytes {
    /// A part of this view. The range must lie within it.
    func slice(_ range: Range<Int>) -> ow_bytes {
        ow_bytes(p: range.isEmpty ? nil : p + range.lowerBound, n: UInt64(range.count))
    }

    func text(_ range: Range<Int>) -> ow_str {
        let part = slice(range)
        return ow_str(p: UnsafeRawPointer(part.p)?.assumingMemoryBound(to: CChar.self), n: part.n)
    }
}

extension [UInt8] {
    init(copying bytes: ow_bytes) {
        self = bytes.p.map { Array(UnsafeBufferPointer(start: $0, count: Int(bytes.n))) } ?? []
    }
}

extension String {
    /// Bytes that are not UTF-8 become U+FFFD.
    init(copying text: ow_str) {
        self =
            text.p.map { String(decoding: UnsafeRawBufferPointer(start: $0, count: Int(text.n)), as: UTF8.self) } ?? ""
    }
}

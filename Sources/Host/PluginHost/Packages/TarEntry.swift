/// One file of a package archive: the header block of POSIX ustar, in the only form that this product writes.
///
/// A package has one byte sequence: files alone, owner 0, time 0, mode 0644 or 0755. Whatever another form could say
/// (links, devices, long names by extension records) therefore cannot be said.
struct TarEntry: Sendable, Hashable {
    static let blockSize = 512

    let path: String
    let size: Int
    let isExecutable: Bool

    /// Nil if the path does not fit a header: a name of 100 bytes after a prefix of 155.
    func header() -> [UInt8]? {
        guard let (prefix, name) = Self.split(path), (0..<0o100_0000_0000).contains(size) else { return nil }
        var block = [UInt8](repeating: 0, count: Self.blockSize)
        func put(_ bytes: some Collection<UInt8>, at offset: Int) {
            block.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        put(name, at: 0)
        put("\(isExecutable ? "0000755" : "0000644")".utf8, at: 100)
        put("0000000".utf8, at: 108)
        put("0000000".utf8, at: 116)
        put(Self.octal(size, digits: 11), at: 124)
        put("00000000000".utf8, at: 136)
        put("        0".utf8, at: 148)
        put("ustar\u{0}00".utf8, at: 257)
        put(prefix, at: 345)
        let sum = block.reduce(0) { $0 + Int($1) }
        put(Self.octal(sum, digits: 6) + [0, UInt8(ascii: " ")], at: 148)
        return block
    }

    /// Reads a header block.
    ///
    /// Throws a rejection `archive` if it is not, byte for byte, what ``header()`` would write.
    init(header block: ArraySlice<UInt8>) throws(PluginRejection) {
        let start = block.startIndex
        func field(_ offset: Int, _ count: Int) -> ArraySlice<UInt8> { block[start + offset..<start + offset + count] }
        guard field(257, 8).elementsEqual("ustar\u{0}00".utf8) else {
            throw PluginRejection(.archive, "the archive is not in ustar format; make it with openwatch plugin pack")
        }
        let name = Self.text(field(0, 100))
        let prefix = Self.text(field(345, 155))
        let full = prefix.isEmpty ? name : prefix + "/" + name
        let shown = SafeText.line(full, limit: 256)
        let type = block[start + 156]
        guard type == UInt8(ascii: "0") else {
            throw PluginRejection(.archive, "\(shown) is \(Self.kind(type)); a package holds plain files alone")
        }
        guard TextRule.relativePath.accepts(full) else {
            throw PluginRejection(.archive, "\"\(shown)\" is not a relative path without \"..\"")
        }
        path = full
        size = field(124, 11).reduce(0) { $0 << 3 | Int($1 & 7) }
        isExecutable = field(100, 8).elementsEqual("0000755\u{0}".utf8)
        guard let expected = header(), block.elementsEqual(expected) else {
            throw PluginRejection(
                .archive, "the entry \(shown) was not written by openwatch plugin pack: \(Self.difference(block, self))"
            )
        }
    }

    init(path: String, size: Int, isExecutable: Bool) {
        self.path = path
        self.size = size
        self.isExecutable = isExecutable
    }

    /// The whole blocks that a content of this size takes.
    var paddedSize: Int { (size + Self.blockSize - 1) / Self.blockSize * Self.blockSize }

    private static func split(_ path: String) -> (prefix: [UInt8], name: [UInt8])? {
        let bytes = Array(path.utf8)
        if bytes.count <= 100 { return ([], bytes) }
        // The longest name that fits: one way for each path.
        let slash = bytes.indices.first { bytes[$0] == UInt8(ascii: "/") && bytes.count - $0 - 1 <= 100 }
        guard let slash, slash <= 155, slash > 0, slash < bytes.count - 1 else { return nil }
        return (Array(bytes[..<slash]), Array(bytes[(slash + 1)...]))
    }

    private static func octal(_ number: Int, digits: Int) -> [UInt8] {
        let text = String(number, radix: 8)
        return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func kind(_ type: UInt8) -> String {
        switch type {
        case UInt8(ascii: "1"): "a hard link"
        case UInt8(ascii: "2"): "a symbolic link"
        case UInt8(ascii: "3"), UInt8(ascii: "4"): "a device"
        case UInt8(ascii: "5"): "a directory"
        case UInt8(ascii: "6"): "a FIFO"
        case UInt8(ascii: "x"), UInt8(ascii: "g"): "a pax header"
        case UInt8(ascii: "L"), UInt8(ascii: "K"): "a GNU long name"
        default: "of the unknown kind \(type)"
        }
    }

    private static func difference(_ block: ArraySlice<UInt8>, _ entry: TarEntry) -> String {
        guard let expected = entry.header() else { return "its name or size is out of range" }
        let differences = zip(block, expected).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
        // The checksum follows from the rest, so it is the fault only if nothing else is.
        let checksum = 148..<156
        let index = differences.first { !checksum.contains($0) } ?? checksum.lowerBound
        return switch index {
        case ..<100, 345...: "its name is not written in the only way"
        case ..<108: "its mode is not 0644 or 0755"
        case ..<124: "its owner is not 0"
        case ..<136: "its size is malformed"
        case ..<148: "its time is not 0"
        case ..<157: "its checksum is wrong"
        default: "a field that must be empty is not"
        }
    }
}

/// What the dynamic loader sees of a shared object: segments, the dynamic table, symbols and their versions.
///
/// Reads only inside the bytes it is given; a table that points outside makes the file unreadable, not the reader fail.
struct ObjectFile: Sendable {
    struct Segment: Sendable {
        let type: UInt32
        let flags: UInt32
        let offset: UInt64
        let address: UInt64
        let fileSize: UInt64
        let memorySize: UInt64
    }

    struct Symbol: Sendable {
        let name: String
        /// As `GLIBC_2.34`; nil without one.
        let version: String?
        let isDefined: Bool
        /// 0 local, 1 global, 2 weak, 10 unique.
        let binding: UInt8
        /// 1 object, 2 function, 6 thread-local.
        let type: UInt8
        /// 0 default, 2 hidden.
        let visibility: UInt8

        var isExported: Bool { isDefined && binding != 0 && visibility != 2 && visibility != 1 }
    }

    struct Malformed: Error {
        let message: String
    }

    private(set) var fileClass: UInt8 = 0
    private(set) var encoding: UInt8 = 0
    private(set) var type: UInt64 = 0
    private(set) var machine: UInt64 = 0
    private(set) var segments: [Segment] = []
    /// Tag and value, in the file's order.
    private(set) var dynamic: [(tag: UInt64, value: UInt64)] = []
    private(set) var symbols: [Symbol] = []
    private(set) var sectionNames: [String] = []
    let size: Int

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) throws(Malformed) {
        self.bytes = bytes
        size = bytes.count
        guard bytes.count >= 64, bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else {
            throw Malformed(message: "the file is not an ELF file")
        }
        fileClass = bytes[4]
        encoding = bytes[5]
        guard fileClass == 2, encoding == 1 else { return }
        type = try number(16, 2)
        machine = try number(18, 2)
        try readSegments()
        try readDynamic()
        try readSymbols()
        try readSectionNames()
    }

    func values(of tag: UInt64) -> [UInt64] { dynamic.filter { $0.tag == tag }.map(\.value) }

    /// The texts that entries of a tag point to.
    func texts(of tag: UInt64) -> [String] {
        guard let table = values(of: Tag.stringTable).first else { return [] }
        return values(of: tag).compactMap { try? text(at: table &+ $0) }
    }

    // MARK: Reading

    enum Tag {
        static let needed: UInt64 = 1
        static let symbolTable: UInt64 = 6
        static let stringTable: UInt64 = 5
        static let symbolicName: UInt64 = 14
        static let runPathOld: UInt64 = 15
        static let textRelocations: UInt64 = 22
        static let bindNow: UInt64 = 24
        static let initArraySize: UInt64 = 27
        static let runPath: UInt64 = 29
        static let flags: UInt64 = 30
        static let preInitArraySize: UInt64 = 33
        static let hash: UInt64 = 4
        static let gnuHash: UInt64 = 0x6fff_fef5
        static let flags1: UInt64 = 0x6fff_fffb
        static let versionSymbols: UInt64 = 0x6fff_fff0
        static let versionNeeds: UInt64 = 0x6fff_fffe
        static let versionNeedCount: UInt64 = 0x6fff_ffff
    }

    private static let tableLimit = 1 << 20

    private func number(_ offset: Int, _ count: Int) throws(Malformed) -> UInt64 {
        guard offset >= 0, offset <= bytes.count - count else {
            throw Malformed(message: "the ELF file points past its own end")
        }
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        return value
    }

    private func place(_ value: UInt64) throws(Malformed) -> Int {
        guard value < UInt64(bytes.count) else { throw Malformed(message: "the ELF file points past its own end") }
        return Int(value)
    }

    /// Where in the file the loader finds an address.
    private func offset(of address: UInt64) throws(Malformed) -> Int {
        for segment in segments
        where segment.type == 1 && address >= segment.address && address - segment.address < segment.fileSize {
            return try place(segment.offset &+ (address - segment.address))
        }
        throw Malformed(message: "a table of the ELF file lies outside of its segments")
    }

    private func text(at address: UInt64) throws(Malformed) -> String {
        let start = try offset(of: address)
        guard let end = bytes[start...].firstIndex(of: 0), end - start <= 4_096 else {
            throw Malformed(message: "a name in the ELF file has no end")
        }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func readSegments() throws(Malformed) {
        let start = try place(try number(32, 8))
        let count = Int(try number(56, 2))
        guard try number(54, 2) == 56, count <= 4_096 else {
            throw Malformed(message: "the program headers are malformed")
        }
        for index in 0..<count {
            let at = start + index * 56
            segments.append(
                Segment(
                    type: UInt32(truncatingIfNeeded: try number(at, 4)),
                    flags: UInt32(truncatingIfNeeded: try number(at + 4, 4)), offset: try number(at + 8, 8),
                    address: try number(at + 16, 8), fileSize: try number(at + 32, 8),
                    memorySize: try number(at + 40, 8)))
        }
    }

    private mutating func readDynamic() throws(Malformed) {
        guard let segment = segments.first(where: { $0.type == 2 }) else { return }
        let start = try place(segment.offset)
        for index in 0..<min(Int(clamping: segment.fileSize / 16), 4_096) {
            let tag = try number(start + index * 16, 8)
            if tag == 0 { return }
            dynamic.append((tag, try number(start + index * 16 + 8, 8)))
        }
    }

    private mutating func readSymbols() throws(Malformed) {
        guard let table = values(of: Tag.symbolTable).first, let strings = values(of: Tag.stringTable).first else {
            return
        }
        let count = try symbolCount()
        guard count > 0 else { return }
        let start = try offset(of: table)
        let versions = try versionNames()
        let versionTable: Int? = try values(of: Tag.versionSymbols).first.map { value throws(Malformed) in
            try offset(of: value)
        }
        for index in 1..<max(count, 1) {
            let at = start + index * 24
            let info = UInt8(truncatingIfNeeded: try number(at + 4, 1))
            let other = UInt8(truncatingIfNeeded: try number(at + 5, 1))
            let section = try number(at + 6, 2)
            var version: String?
            if let versionTable { version = versions[try number(versionTable + index * 2, 2) & 0x7fff] }
            symbols.append(
                Symbol(
                    name: try text(at: strings &+ (try number(at, 4))), version: version, isDefined: section != 0,
                    binding: info >> 4, type: info & 15, visibility: other & 3))
        }
    }

    /// The dynamic table does not say how many symbols there are; the hash tables do.
    private func symbolCount() throws(Malformed) -> Int {
        if let hash = values(of: Tag.hash).first { return Int(try number(try offset(of: hash) + 4, 4)) }
        guard let table = values(of: Tag.gnuHash).first else { return 0 }
        let start = try offset(of: table)
        let buckets = Int(try number(start, 4))
        let first = Int(try number(start + 4, 4))
        let filter = Int(try number(start + 8, 4))
        guard buckets <= Self.tableLimit, filter <= Self.tableLimit else {
            throw Malformed(message: "the hash table of the ELF file is malformed")
        }
        let bucketStart = start + 16 + filter * 8
        var last = 0
        for index in 0..<buckets { last = max(last, Int(try number(bucketStart + index * 4, 4))) }
        guard last >= first else { return first }
        let chains = bucketStart + buckets * 4
        while try number(chains + (last - first) * 4, 4) & 1 == 0 { last += 1 }
        return last + 1
    }

    /// From the number in the version table to the name.
    private func versionNames() throws(Malformed) -> [UInt64: String] {
        var names: [UInt64: String] = [:]
        guard let needs = values(of: Tag.versionNeeds).first, let count = values(of: Tag.versionNeedCount).first,
            let strings = values(of: Tag.stringTable).first
        else { return names }
        var at = try offset(of: needs)
        for _ in 0..<min(count, 256) {
            var auxiliary = at + Int(try number(at + 8, 4))
            for _ in 0..<min(try number(at + 2, 2), 4_096) {
                names[try number(auxiliary + 6, 2) & 0x7fff] = try text(at: strings &+ (try number(auxiliary + 8, 4)))
                let next = Int(try number(auxiliary + 12, 4))
                if next == 0 { break }
                auxiliary += next
            }
            let next = Int(try number(at + 12, 4))
            if next == 0 { break }
            at += next
        }
        return names
    }

    /// Section headers may be stripped; then there are none.
    private mutating func readSectionNames() throws(Malformed) {
        let start = try number(40, 8), count = Int(try number(60, 2)), namesIndex = Int(try number(62, 2))
        guard start != 0, count > 0, namesIndex < count, try number(58, 2) == 64, start < UInt64(bytes.count) else {
            return
        }
        let names = Int(clamping: try number(Int(start) + namesIndex * 64 + 24, 8))
        for index in 0..<count {
            let at = names &+ Int(try number(Int(start) + index * 64, 4))
            guard at >= 0, at < bytes.count, let end = bytes[at...].firstIndex(of: 0), end - at < 256 else { continue }
            sectionNames.append(String(decoding: bytes[at..<end], as: UTF8.self))
        }
    }
}

/// The parts of an ELF file that notes are found by. Reads only what is inside the file.
struct ELFImage {
    let machine: UInt16
    private let file: [UInt8]

    private static let headerSize = 64
    private static let segmentSize = 56
    private static let sectionSize = 64
    private static let noteSegment = 4
    private static let noteSection = 7
    private static let sharedObject = 3
    /// Far more than a linker writes; bounds the work on a forged file.
    private static let tableLimit = 4_096
    private static let noteLimit = 1_024

    /// Throws ``PluginError/Code/elf`` if this is no 64-bit little-endian shared object.
    init(_ file: [UInt8]) throws(PluginError) {
        guard file.count <= ELFNote.sizeLimit else {
            throw PluginError(.elf, "the shared object is larger than \(ELFNote.sizeLimit >> 20) MiB")
        }
        guard file.count >= Self.headerSize, file.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else {
            throw PluginError(.elf, "the file is not an ELF file")
        }
        guard file[4] == 2, file[5] == 1, file[6] == 1 else {
            throw PluginError(.elf, "the file is not a 64-bit little-endian ELF file")
        }
        self.file = file
        machine = UInt16(truncatingIfNeeded: Self.scalar(file, at: 18, bytes: 2))
        guard Self.scalar(file, at: 16, bytes: 2) == UInt64(Self.sharedObject) else {
            throw PluginError(.elf, "the ELF file is not a shared object", hint: "link it with -shared")
        }
    }

    /// The descriptor of the only note with this owner and type, nil if there is none.
    ///
    /// Program headers decide, because the loader knows no others; a file without note segments is searched by its
    /// section headers. Throws if a table points outside the file, or if two notes differ.
    func note(owner: [UInt8], type: UInt32) throws(PluginError) -> ArraySlice<UInt8>? {
        let segments = try table(offset: 32, count: 56, entrySize: 54, expected: Self.segmentSize)
        var ranges: [Range<Int>] = []
        for entry in segments where scalar(at: entry, bytes: 4) == UInt64(Self.noteSegment) {
            ranges.append(try range(offset: scalar(at: entry + 8, bytes: 8), size: scalar(at: entry + 32, bytes: 8)))
        }
        if ranges.isEmpty {
            let sections = try table(offset: 40, count: 60, entrySize: 58, expected: Self.sectionSize)
            for entry in sections where scalar(at: entry + 4, bytes: 4) == UInt64(Self.noteSection) {
                ranges.append(
                    try range(offset: scalar(at: entry + 24, bytes: 8), size: scalar(at: entry + 32, bytes: 8)))
            }
        }
        var found: ArraySlice<UInt8>?
        var seen = 0
        for range in ranges {
            for note in try notes(in: range, seen: &seen) where note.type == type && note.owner.elementsEqual(owner) {
                if let found, !found.elementsEqual(note.descriptor) {
                    throw PluginError(.elf, "the shared object has two different OpenWatch notes")
                }
                found = note.descriptor
            }
        }
        return found
    }

    private struct Note {
        let owner: ArraySlice<UInt8>
        let type: UInt32
        let descriptor: ArraySlice<UInt8>
    }

    private func notes(in range: Range<Int>, seen: inout Int) throws(PluginError) -> [Note] {
        var notes: [Note] = []
        var position = range.lowerBound
        while range.upperBound - position >= 12 {
            seen += 1
            guard seen <= Self.noteLimit else { throw PluginError(.elf, "the ELF file has too many notes") }
            let ownerSize = Int(scalar(at: position, bytes: 4))
            let descriptorSize = Int(scalar(at: position + 4, bytes: 4))
            let type = UInt32(truncatingIfNeeded: scalar(at: position + 8, bytes: 4))
            let owner = position + 12
            let descriptor = owner + (ownerSize + 3) / 4 * 4
            let next = descriptor + (descriptorSize + 3) / 4 * 4
            guard descriptor <= range.upperBound, descriptor + descriptorSize <= range.upperBound else {
                throw PluginError(.elf, "a note of the ELF file runs past its end")
            }
            notes.append(
                Note(
                    owner: file[owner..<owner + ownerSize], type: type,
                    descriptor: file[descriptor..<descriptor + descriptorSize]))
            guard next <= range.upperBound else { break }
            position = next
        }
        return notes
    }

    /// The offsets of a header table's entries; the arguments are where the file header describes the table.
    private func table(
        offset: Int, count: Int, entrySize: Int, expected: Int
    ) throws(PluginError) -> StrideTo<Int> {
        let entries = Int(scalar(at: count, bytes: 2))
        guard entries > 0 else { return stride(from: 0, to: 0, by: expected) }
        guard entries <= Self.tableLimit, scalar(at: entrySize, bytes: 2) == UInt64(expected) else {
            throw PluginError(.elf, "a header table of the ELF file is malformed")
        }
        let range = try range(offset: scalar(at: offset, bytes: 8), size: UInt64(entries * expected))
        return stride(from: range.lowerBound, to: range.upperBound, by: expected)
    }

    private func range(offset: UInt64, size: UInt64) throws(PluginError) -> Range<Int> {
        let (end, overflow) = offset.addingReportingOverflow(size)
        guard !overflow, end <= UInt64(file.count) else {
            throw PluginError(.elf, "the ELF file points past its own end; it may be cut off")
        }
        return Int(offset)..<Int(end)
    }

    private func scalar(at offset: Int, bytes count: Int) -> UInt64 {
        Self.scalar(file, at: offset, bytes: count)
    }

    private static func scalar(_ file: [UInt8], at offset: Int, bytes count: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(file[offset + index]) << UInt64(8 * index) }
        return value
    }
}

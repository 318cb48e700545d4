/// What a shared object shows to the dynamic linker. Every offset is checked against the file before it is used.
///
/// Read from the section headers, which `strip` leaves in place for dynamic sections.
package struct SharedObject: Sendable {
    /// Symbols that others can bind to, sorted.
    package private(set) var exports: [String] = []
    /// The libraries it asks for, in their order.
    package private(set) var needed: [String] = []
    /// Every symbol is bound when the file is loaded.
    package private(set) var bindsNow = false
    package private(set) var hasTextRelocations = false
    package private(set) var hasRunPath = false

    private let file: [UInt8]

    /// - Parameter file: an ELF file that ``PluginHost/ELFNote`` could read.
    package init(_ file: [UInt8]) throws(VendorKitError) {
        self.file = file
        let sections = try readSections()
        guard let symbols = sections.first(where: { $0.type == 11 }),
            let dynamic = sections.first(where: { $0.type == 6 })
        else { throw VendorKitError(.object, "elf: no dynamic section; do not remove the section headers") }
        let names = try linked(symbols, sections)
        for entry in stride(from: symbols.start, to: symbols.end - 23, by: 24) {
            let binding = file[entry + 4] >> 4
            let visibility = file[entry + 5] & 3
            guard scalar(entry + 6, 2) != 0, [1, 2, 10].contains(binding), visibility == 0 || visibility == 3 else {
                continue
            }
            exports.append(try text(names, scalar(entry, 4)))
        }
        exports.sort()
        let strings = try linked(dynamic, sections)
        for entry in stride(from: dynamic.start, to: dynamic.end - 15, by: 16) {
            let value = scalar(entry + 8, 8)
            switch scalar(entry, 8) {
            case 1: needed.append(try text(strings, value))
            case 15, 29: hasRunPath = true
            case 22: hasTextRelocations = true
            case 24: bindsNow = true
            case 30:
                if value & 4 != 0 { hasTextRelocations = true }
                if value & 8 != 0 { bindsNow = true }
            case 0x6fff_fffb: if value & 1 != 0 { bindsNow = true }
            default: break
            }
        }
    }

    private struct Section {
        let type: UInt64
        let start: Int
        let end: Int
        let link: Int
    }

    private func readSections() throws(VendorKitError) -> [Section] {
        guard file.count >= 64 else { throw Self.malformed }
        let table = scalar(40, 8)
        let count = Int(scalar(60, 2))
        guard scalar(58, 2) == 64, table <= UInt64(file.count), count * 64 <= file.count - Int(table) else {
            throw Self.malformed
        }
        var sections: [Section] = []
        for index in 0..<count {
            let header = Int(table) + index * 64
            let type = scalar(header + 4, 4)
            let start = scalar(header + 24, 8)
            let size = scalar(header + 32, 8)
            // Sections without contents in the file (SHT_NOBITS) point anywhere.
            guard type != 8 else {
                sections.append(Section(type: type, start: 0, end: 0, link: 0))
                continue
            }
            guard start <= UInt64(file.count), size <= UInt64(file.count) - start else { throw Self.malformed }
            sections.append(
                Section(type: type, start: Int(start), end: Int(start + size), link: Int(scalar(header + 40, 4))))
        }
        return sections
    }

    private func linked(_ section: Section, _ sections: [Section]) throws(VendorKitError) -> Section {
        guard sections.indices.contains(section.link) else { throw Self.malformed }
        return sections[section.link]
    }

    private func text(_ table: Section, _ offset: UInt64) throws(VendorKitError) -> String {
        guard offset < UInt64(table.end - table.start) else { throw Self.malformed }
        return String(decoding: file[table.start + Int(offset)..<table.end].prefix { $0 != 0 }, as: UTF8.self)
    }

    private func scalar(_ offset: Int, _ count: Int) -> UInt64 {
        (0..<count).reduce(0) { $0 | UInt64(file[offset + $1]) << UInt64(8 * $1) }
    }

    private static var malformed: VendorKitError {
        VendorKitError(.object, "elf: a table of the shared object points outside of it")
    }
}

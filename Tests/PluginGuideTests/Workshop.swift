import Foundation
import PluginABI
import PluginTestSupport
import Testing

/// A temporary folder with one plugin of the guide, as a reader would have it.
struct Workshop {
    let folder: String
    private let name: String
    private let commands: [String]

    var library: String { "\(folder)/\(name)/lib/linux-x86_64/plugin.so" }

    init(_ guide: Guide, _ name: String) throws {
        self.name = name
        folder = FileManager.default.temporaryDirectory.appending(path: "openwatch-guide-\(UUID().uuidString)").path
        for (path, text) in guide.files(in: name) {
            let target = URL(filePath: "\(folder)/\(name)/\(path)")
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: target, atomically: true, encoding: .utf8)
        }
        commands = guide.blocks.filter { $0.isRun && $0.text.contains(name) }.map(\.text)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs the guide's commands in their order; each line must succeed. Returns what they printed.
    func runCommands() throws -> String {
        #expect(!commands.isEmpty)
        let script = "set -eu\nexport OPENWATCH='\(Guide.root)'\n" + commands.joined()
        let child = try ChildProcess("/bin/sh", ["-c", script], in: folder)
        #expect(child.exitCode == 0, "\(child.output)\n\(child.errors)")
        return child.output
    }

    /// Exports, note and the table behind the entry point.
    func inspect(id: String, version: String, language: Int) throws {
        let symbols = try ChildProcess("/usr/bin/nm", ["--dynamic", "--extern-only", "--defined-only", library])
        #expect(symbols.output.split(separator: "\n").map { $0.split(separator: " ").last } == ["ow_plugin_v1"])

        let notes = try ChildProcess("/usr/bin/readelf", ["--wide", "--notes", library])
        #expect(notes.output.contains("0x4f570001"))
        let bytes =
            notes.output.split(separator: "description data: ").dropFirst()
            .first { notes.output.contains("OWP") && $0.count > 300 }?.split(separator: "\n").first?
            .split(separator: " ").compactMap { UInt8($0, radix: 16) } ?? []
        try #require(bytes.count == MemoryLayout<ow_note>.size - 16)
        #expect(Array(bytes[..<8]) == [1, 0, 0, 0, 0, 0, UInt8(language), 0])
        #expect(String(decoding: bytes[8..<72].prefix { $0 != 0 }, as: UTF8.self) == id)
        #expect(String(decoding: bytes[72..<104].prefix { $0 != 0 }, as: UTF8.self) == version)

        let handle = try #require(dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE), "dlopen")
        let symbol = try #require(dlsym(handle, "ow_plugin_v1"))
        typealias Entry = @convention(c) () -> UnsafePointer<ow_plugin>?
        let entry = unsafeBitCast(symbol, to: Entry.self)
        let table = try #require(entry())
        #expect(entry() == table)
        #expect(Int(table.pointee.struct_size) == MemoryLayout<ow_plugin>.size)
        #expect(Self.text(table.pointee.id) == id && Self.text(table.pointee.version) == version)
        #expect(table.pointee.create != nil && table.pointee.destroy != nil && table.pointee.run != nil)
    }

    private static func text(_ text: ow_str) -> String {
        guard let start = text.p else { return "" }
        return start.withMemoryRebound(to: UInt8.self, capacity: Int(text.n)) {
            String(decoding: UnsafeBufferPointer(start: $0, count: Int(text.n)), as: UTF8.self)
        }
    }
}

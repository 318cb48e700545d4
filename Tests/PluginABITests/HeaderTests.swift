import Foundation
import PluginABI
import Testing

@Suite("ABI headers")
struct HeaderTests {
    struct Compiler: Sendable, CustomTestStringConvertible {
        let command: String
        let language: String
        let standard: String
        var testDescription: String { "\(command) \(standard)" }
    }

    @Test(
        "each header compiles alone, without a warning",
        arguments: [
            Compiler(command: "gcc", language: "c", standard: "c11"),
            Compiler(command: "clang", language: "c", standard: "c11"),
            Compiler(command: "g++", language: "c++", standard: "c++17"),
            Compiler(command: "clang++", language: "c++", standard: "c++17"),
        ])
    func compiles(_ compiler: Compiler) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/PluginABI/include")
        let headers = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".h") }.sorted()
        #expect(headers == ["ow_core.h", "ow_kv.h", "ow_plugin.h", "ow_secret.h", "ow_ssh.h", "ow_types.h"])
        for header in headers {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                compiler.command, "-std=\(compiler.standard)", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                "-fsyntax-only", "-I", folder.path, "-x", compiler.language, "-include", header, "/dev/null",
            ]
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(header)")
        }
    }

    @Test("Swift sees the frozen layout of ABI 1.0")
    func layout() {
        #expect(MemoryLayout<ow_str>.size == 16)
        #expect(MemoryLayout<ow_bytes>.size == 16)
        #expect(MemoryLayout<ow_event>.size == 72)
        #expect(MemoryLayout<ow_core_v1>.size == 96)
        #expect(MemoryLayout<ow_ssh_open>.size == 16)
        #expect(MemoryLayout<ow_ssh_info>.size == 272)
        #expect(MemoryLayout<ow_ssh_exec>.size == 72)
        #expect(MemoryLayout<ow_ssh_result>.size == 72)
        #expect(MemoryLayout<ow_ssh_collect>.size == 24)
        #expect(MemoryLayout<ow_ssh_section>.size == 56)
        #expect(MemoryLayout<ow_ssh_sections>.size == 48)
        #expect(MemoryLayout<ow_ssh_v1>.size == 64)
        #expect(MemoryLayout<ow_kv_v1>.size == 24)
        #expect(MemoryLayout<ow_host>.size == 72)
        #expect(MemoryLayout<ow_request>.size == 80)
        #expect(MemoryLayout<ow_plugin>.size == 104)
        #expect(MemoryLayout<ow_note>.size == 120)
        #expect(MemoryLayout<ow_event>.offset(of: \.attributes) == 56)
        #expect(MemoryLayout<ow_plugin>.offset(of: \.run) == 72)
        #expect(MemoryLayout<ow_request>.offset(of: \.previous) == 40)
        #expect(MemoryLayout<ow_host>.offset(of: \.service) == 64)
    }
}

import Foundation
import JSON
import Logging
import PluginHost
import TestSupport
import Testing
import VendorKit

/// Binaries of every released minor against today's host, and the headers against their golden layout.
@Suite("Museum of plugins")
struct MuseumTests {
    private static let museum = "\(Workbench.root)/Tests/Museum"
    private static let headers = "\(Workbench.root)/Sources/PluginABI/include"

    /// A copy that only its owner may change, as the loader demands.
    private func exhibit(_ path: String) async throws -> (directory: TemporaryDirectory, package: String) {
        let directory = try TemporaryDirectory(prefix: "openwatch-museum-")
        let package = "\(directory.path)/exhibit"
        try FileManager.default.copyItem(atPath: "\(Self.museum)/\(path)", toPath: package)
        try await Workbench.run("/bin/chmod", ["-R", "go-w", package])
        return (directory, package)
    }

    @Test(
        "today's runner loads and runs an old binary",
        arguments: [
            ("abi-1.0/c", "host", "kernel", JSONValue.string("Linux 6.1.0-18-amd64\n")),
            ("abi-1.0/cpp", "full", "value", .integer(2)),
        ])
    func runs(path: String, recording: String, member: String, expected: JSONValue) async throws {
        let (directory, package) = try await exhibit(path)
        defer { withExtendedLifetime(directory) {} }
        let file = try Data(contentsOf: URL(filePath: "\(package)/recordings/\(recording).jsonl"))
        let run = try DevelopmentRun(directory: package)
        let target = RecordedTarget(try Recording(parsing: Array(file)))
        let outcome = try await run.run(
            run.probe(named: nil), on: target, runner: Workbench.existing("openwatch-probe-runner"),
            logger: Logger(label: "museum") { _ in SwiftLogNoOpLogHandler() })
        #expect(outcome.resultValue[member] == expected, "\(outcome.resultValue)")
        #expect(target.missing.isEmpty)
    }

    @Test("an old binary passes today's conformance kit", arguments: ["abi-1.0/c", "abi-1.0/cpp"])
    func conforms(path: String) async throws {
        let (directory, package) = try await exhibit(path)
        defer { withExtendedLifetime(directory) {} }
        let report = try await Workbench.verify(package)
        #expect(report.failed.isEmpty, "\(report.complaint)")
    }

    @Test("the exhibits are the files that were put in, byte for byte", arguments: ["abi-1.0/c", "abi-1.0/cpp"])
    func unchanged(path: String) async throws {
        let report = try await Workbench.verify("\(Self.museum)/\(path)", ["manifest.hashes"])
        #expect(report["manifest.hashes"]?.verdict == .passed)
    }

    @Test("each compiler lays each minor out as it was released", arguments: ["gcc", "clang"], ["abi-1.0", "abi-1.1"])
    func layout(compiler: String, minor: String) async throws {
        #expect(try await layout(compiler, headers: Self.headers, minor: minor) == golden("layout.txt", minor: minor))
    }

    @Test("a minor begins with the one before", arguments: [("abi-1.0", "abi-1.1")])
    func prefix(older: String, newer: String) throws {
        #expect(try golden("layout.txt", minor: newer).hasPrefix(golden("layout.txt", minor: older)))
    }

    @Test("abidiff finds no difference between the headers and a released minor", arguments: ["abi-1.0", "abi-1.1"])
    func unchangedABI(minor: String) async throws {
        let directory = try TemporaryDirectory(prefix: "openwatch-museum-")
        defer { withExtendedLifetime(directory) {} }
        let object = try await compiled(headers: Self.headers, in: directory, minor: minor)
        let (code, output) = try await Workbench.ended("/usr/bin/abidiff", ["\(Self.museum)/\(minor)/abi.xml", object])
        #expect(code == 0, "\(output)")
    }

    @Test(
        "a field that is put in or appended is seen by both nets, another type by abidiff",
        arguments: [
            ("  uint32_t severity;", "  uint32_t inserted;\n  uint32_t severity;"),
            ("  ow_bytes attributes;", "  ow_bytes attributes;\n  uint64_t appended;\n  //"),
            ("  uint64_t unix_ns;", "  int64_t unix_ns;"),
        ])
    func changed(from: String, to: String) async throws {
        let directory = try TemporaryDirectory(prefix: "openwatch-museum-")
        defer { withExtendedLifetime(directory) {} }
        let copy = "\(directory.path)/include"
        try FileManager.default.copyItem(atPath: Self.headers, toPath: copy)
        for name in try FileManager.default.contentsOfDirectory(atPath: copy) where name.hasSuffix(".h") {
            var text = try String(contentsOfFile: "\(copy)/\(name)", encoding: .utf8)
            // The assertions in the headers are the first net; these two must hold without them.
            text = text.replacing(/(?m)^OW_ABI_ASSERT.*$/, with: "")
            if name == "ow_core.h" {
                #expect(text.contains(from))
                text = text.replacing(from, with: to)
            }
            try text.write(toFile: "\(copy)/\(name)", atomically: true, encoding: .utf8)
        }
        let object = try await compiled(headers: copy, in: directory)
        #expect(try await Workbench.ended("/usr/bin/abidiff", ["\(Self.museum)/abi-1.0/abi.xml", object]).code != 0)
        let isSameSize = to.contains("int64_t unix_ns")
        #expect(try await (layout("gcc", headers: copy) == golden("layout.txt")) == isSameSize)
    }

    private func golden(_ name: String, minor: String = "abi-1.0") throws -> String {
        try String(contentsOfFile: "\(Self.museum)/\(minor)/\(name)", encoding: .utf8)
    }

    private func layout(_ compiler: String, headers: String, minor: String = "abi-1.0") async throws -> String {
        let directory = try TemporaryDirectory(prefix: "openwatch-museum-")
        defer { withExtendedLifetime(directory) {} }
        let program = "\(directory.path)/layout"
        try await Workbench.run(
            "/usr/bin/env",
            [compiler, "-std=c11", "-I", headers, "\(Self.museum)/\(minor)/layout.c", "-o", program])
        return try await Workbench.run(program, [])
    }

    private func compiled(
        headers: String, in directory: TemporaryDirectory, minor: String = "abi-1.0"
    ) async throws -> String {
        let object = "\(directory.path)/abi.so"
        try await Workbench.run(
            "/usr/bin/cc",
            ["-std=c11", "-g", "-fPIC", "-shared", "-I", headers, "\(Self.museum)/\(minor)/abi.c", "-o", object])
        return object
    }
}

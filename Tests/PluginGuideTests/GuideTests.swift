import Foundation
import JSON
import PluginHost
import TestSupport
import Testing
import VendorKit

@Suite("Plugin guide", .serialized)
struct GuideTests {
    private let guide: Guide

    init() throws {
        guide = try Guide()
    }

    @Test("every block of code says what it is, so that something tests it")
    func fences() {
        for block in guide.blocks {
            #expect(!block.language.isEmpty && block.kind != nil, "line \(block.line)")
            #expect(block.kind != .host || block.language == "sh", "line \(block.line)")
        }
        for kind in [Guide.Kind.run, .host, .manifest, .snippet, .recording] {
            #expect(!guide.texts(kind).isEmpty, "\(kind)")
        }
    }

    @Test("shows the probe of every language, as the template has it")
    func templates() throws {
        var languages: Set<PluginLanguage> = []
        for block in guide.blocks {
            guard case .template(let path) = block.kind else { continue }
            let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
            let language = PluginLanguage(rawValue: parts[0])
            if let language { languages.insert(language) }
            let template = try PluginTemplate(name: "aslr", language: language ?? .c, machine: .x8664)
            let file = try #require(template.files[parts[1]], "line \(block.line)")
            #expect(String(decoding: file, as: UTF8.self) == block.text, "line \(block.line)")
        }
        #expect(languages == Set(PluginLanguage.allCases))
    }

    @Test("the probe it shows builds", .timeLimit(.minutes(10)), arguments: PluginLanguage.allCases)
    func builds(language: PluginLanguage) async throws {
        let directory = try TemporaryDirectory(prefix: "openwatch-guide-")
        let package = "\(directory.path)/aslr"
        try PackageWriter.write(try PluginTemplate(name: "aslr", language: language), to: package)
        for block in guide.blocks {
            guard case .template(let path) = block.kind, path.hasPrefix("\(language.rawValue)/") else { continue }
            let file = "\(package)/\(path.dropFirst(language.rawValue.count + 1))"
            try block.text.write(toFile: file, atomically: true, encoding: .utf8)
        }
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = "/usr/bin:/bin:\(Guide.root)/.vendor/zig/bin:\(environment["PATH"] ?? "")"
        let product = try PluginBuild(directory: package, programs: Programs(environment: environment)).run()
        #expect(product.language == language)
    }

    @Test("its commands work as they stand, one after the other")
    func commands() async throws {
        let directory = try TemporaryDirectory(prefix: "openwatch-guide-")
        let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        let script = "set -eu\nPATH=\"\(products):$PATH\"\ncd \(directory.path)\n" + guide.texts(.run).joined()
        let output = try await TestCommand.run(["/bin/sh", "-c", script])
        #expect(
            output.text.contains(#"{"value":1,"expected":2}"#) && output.text.contains(#"{"value":1,"expected":1}"#))
        #expect(output.text.components(separatedBy: "com.example.aslr.weakened").count == 2)
    }

    @Test("every part of a manifest is accepted")
    func manifests() throws {
        let template = try PluginTemplate(name: "aslr", language: .c)
        let base = String(decoding: try #require(template.files["plugin.toml"]), as: UTF8.self)
        for text in guide.texts(.manifest) {
            #expect(throws: Never.self, "\(text)") { try ManifestParser.parse(Array((base + "\n" + text).utf8)) }
        }
        // All of them together are the manifest that the snippets need.
        let all = try ManifestParser.parse(Array((base + "\n" + guide.texts(.manifest).joined(separator: "\n")).utf8))
        #expect(all.permissions.commands.keys.sorted() == ["aslr", "sshd-effective", "unit-state"])
        #expect(all.permissions.sections.map(\.id) == ["kernel", "firewall"])
    }

    @Test("every snippet of a probe compiles without a warning")
    func snippets() async throws {
        let directory = try TemporaryDirectory(prefix: "openwatch-guide-")
        for (index, text) in guide.texts(.snippet).enumerated() {
            let name = "snippet\(index).c"
            try directory.write(
                name,
                """
                #include "kit/ow_kit.h"
                ow_rc example(const ow_kit *kit, ow_call c, ow_ssh session);
                ow_rc example(const ow_kit *kit, ow_call c, ow_ssh session) {
                (void)session;
                \(text)return OW_OK;
                }
                """)
            try await TestCommand.run([
                "cc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wno-unused-variable", "-fsyntax-only",
                "-I", "\(Guide.root)/Sources/PluginABI/include", "\(directory.path)/\(name)",
            ])
        }
    }

    @Test("every recording can be read, and is what would be written")
    func recordings() throws {
        for text in guide.texts(.recording) {
            let recording = try Recording(parsing: Array(text.utf8))
            #expect(!recording.entries.isEmpty)
            #expect(try Recording(parsing: recording.encoded()).entries == recording.entries)
        }
    }

    @Test("has a row for every reason and every code")
    func codes() throws {
        let refusals = guide.tableKeys(after: "## 9 Why was my plugin refused?")
        for reason in PluginRejection.Reason.allCases { #expect(refusals.contains(reason.rawValue), "\(reason)") }
        for code in try codes(of: "VendorKit/VendorKitError") { #expect(refusals.contains(code), "\(code)") }
        let failures = guide.tableKeys(after: "## 10 Why did my call fail?")
        for code in try codes(of: "PluginHost/PluginError") { #expect(failures.contains(code), "\(code)") }
        let header = try String(
            contentsOfFile: "\(Guide.root)/Sources/PluginABI/include/ow_types.h", encoding: .utf8)
        let numbers = Set(header.matches(of: /\bOW_E_[A-Z]+\b/).map { String($0.output) })
        #expect(numbers.count >= 18)
        for code in numbers { #expect(failures.contains(code), "\(code)") }
    }

    /// The text forms of an error's codes.
    private func codes(of file: String) throws -> Set<String> {
        let text = try String(contentsOfFile: "\(Guide.root)/Sources/Host/\(file).swift", encoding: .utf8)
        let start = try #require(text.range(of: "private enum Value: String {"))
        let end = try #require(text[start.upperBound...].range(of: "}"))
        let list = text[start.upperBound..<end.lowerBound].replacing("case", with: ",")
        let codes = list.split(separator: ",").compactMap { word -> String? in
            let sides = word.split(separator: "=").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            return sides.last.map { $0.replacing("\"", with: "") }.flatMap { $0.isEmpty ? nil : $0 }
        }
        #expect(codes.count >= 10)
        return Set(codes)
    }

    @Test("describes the manifest's keys")
    func keys() {
        let keys = guide.tableKeys(after: "## 5 The manifest, key by key")
        #expect(keys.isSuperset(of: ["manifest", "id", "abi.major", "isolation.mode", "[[file]] path", "config.hot"]))
    }
}

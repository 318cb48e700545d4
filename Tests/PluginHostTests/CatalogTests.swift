import Foundation
import Testing

@testable import PluginHost

@Suite struct CatalogTests {
    private func scan(_ directory: String) throws -> [String: ScannedPlugin.Outcome] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        let trust = AllowListedTrustPolicy(
            ids: Set(names.map { "org.openwatch.test.\($0)" } + ["com.example.echo", "ow.echo", "core.echo"]))
        let scanned = try PluginCatalog(trust: trust).scan(directory: directory)
        return Dictionary(scanned.map { (($0.directory as NSString).lastPathComponent, $0.outcome) }) { first, _ in
            first
        }
    }

    private func rejection(_ directory: String, _ name: String = "echo") throws -> PluginRejection {
        guard case .rejected(let rejection) = try scan(directory)[name] else {
            throw PluginFixture.Failure(message: "\(name) is not rejected")
        }
        return rejection
    }

    @Test("the conformance packages are verified or rejected as they deserve")
    func conformance() throws {
        let outcomes = try scan(PluginFixture.conformance.get())
        #expect(outcomes.count >= 12)
        for (name, outcome) in outcomes {
            switch outcome {
            case .verified(let package):
                #expect(name != "wrong-major")
                #expect(package.trust == .unsigned)
            case .rejected(let rejection):
                #expect(name == "wrong-major", "\(name): \(rejection)")
                #expect(rejection.reason == .abi)
                #expect(rejection.message.contains("ABI 2.0") && rejection.message.contains("ABI 1.1"))
            }
        }
    }

    @Test("files that others can change, links, and files of the wrong kind are rejected")
    func paths() throws {
        let cases: [(String, String)] = [
            ("chmod g+w plugin.toml", "chmod go-w"), ("chmod o+w lib", "chmod go-w"), ("chmod o+w .", "chmod go-w"),
            ("mv lib real && ln -s real lib", "link"), ("rm lib/linux-x86_64/plugin.so", "missing"),
            ("mv plugin.toml p && ln -s p plugin.toml", "link"),
            ("rm lib/linux-x86_64/plugin.so && mkfifo lib/linux-x86_64/plugin.so", "not a regular file"),
            ("chown 12345 plugin.toml", "12345"), ("ln plugin.toml other", "hard link"),
        ]
        for (command, text) in cases where getuid() == 0 || !command.hasPrefix("chown") {
            let directory = try PluginFixture.directory(of: ["echo"])
            try PluginFixture.run("/bin/sh", ["-c", "cd \(directory)/echo && \(command)"])
            let rejection = try rejection(directory)
            #expect(rejection.reason == .path, "\(command): \(rejection)")
            #expect(rejection.message.contains(text), "\(command): \(rejection)")
        }
    }

    @Test("a linked folder is rejected, plain files beside the folders are not looked at")
    func folders() throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try PluginFixture.run("/bin/sh", ["-c", "cd \(directory) && ln -s echo other && touch README && mkdir empty"])
        let outcomes = try scan(directory)
        #expect(Set(outcomes.keys) == ["echo", "other"])
        #expect(try rejection(directory, "other").reason == .path)
        #expect(throws: PluginError.self) {
            try PluginCatalog(trust: AllowListedTrustPolicy(ids: [])).scan(directory: "/nonexistent")
        }
    }

    @Test("reserved ids, other identities, other machines and duplicates are rejected with their own reason")
    func reasons() throws {
        func reason(_ original: String, _ replacement: String) throws -> PluginRejection.Reason {
            let directory = try PluginFixture.directory(of: ["echo"]) { $0.replacing(original, with: replacement) }
            return try rejection(directory).reason
        }
        #expect(try reason("org.openwatch.test.echo\"\nversion", "ow.echo\"\nversion") == .reserved)
        #expect(try reason("org.openwatch.test.echo\"\nversion", "core.echo\"\nversion") == .reserved)
        #expect(try reason("org.openwatch.test.echo\"\nversion", "org.openwatch.fake\"\nversion") == .untrusted)
        #expect(try reason("org.openwatch.test.echo\"\nversion", "com.example.echo\"\nversion") == .identity)
        #expect(try reason("0.1.0", "0.1.1") == .identity)
        #expect(try reason("arch = \"x86_64\"", "arch = \"aarch64\"") == .arch)
        #expect(try reason("[isolation]", "[isolation") == .manifest)
        #expect(try reason("runtime = \"c\"", "sha256 = \"\(String(repeating: "0", count: 64))\"") == .modified)
        let directory = try PluginFixture.directory(of: ["echo"])
        try PluginFixture.run("/bin/cp", ["-a", "\(directory)/echo", "\(directory)/second"])
        #expect(try rejection(directory, "second").reason == .duplicate)
    }

    @Test("a digest in the manifest is compared with the file")
    func digest() throws {
        let so = try PluginFixture.conformance.get() + "/echo/lib/linux-x86_64/plugin.so"
        let digest = SHA256Digest.hex(Array(try #require(FileManager.default.contents(atPath: so))))
        let directory = try PluginFixture.directory(of: ["echo"]) {
            $0.replacing("runtime = \"c\"", with: "sha256 = \"\(digest)\"")
        }
        guard case .verified = try scan(directory)["echo"] else { throw PluginFixture.Failure(message: "rejected") }
    }

    @Test("a schema that is not usable rejects its package, and says where")
    func schemas() throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try PluginFixture.write(#"{"anyOf":[]}"#, to: "\(directory)/echo/schema/result.json")
        let rejection = try rejection(directory)
        #expect(rejection.reason == .manifest)
        #expect(rejection.faults.first?.path == "schema/result.json#/anyOf")
        try FileManager.default.removeItem(atPath: "\(directory)/echo/schema/result.json")
        #expect(try self.rejection(directory).faults.first?.message.contains("missing") == true)
    }

    @Test("a shared object that is none is rejected")
    func object() throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try PluginFixture.write("#!/bin/sh\n", to: "\(directory)/echo/lib/linux-x86_64/plugin.so")
        #expect(try rejection(directory).reason == .elf)
    }

    @Test("a plugin of another major is rejected before any of its code runs")
    func wrongMajor() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        let witness = directory + "/witness"
        let source = { (major: Int) in
            """
            #include "conformance.h"
            #include <fcntl.h>
            __attribute__((constructor)) static void side_effect(void) { open("\(witness)", O_CREAT | O_WRONLY, 0644); }
            __attribute__((section(OW_NOTE_SECTION), used, aligned(4))) static const ow_note note = {
                4, sizeof(ow_note) - 16, OW_NOTE_TYPE, "OWP", \(major), OW_ABI_MINOR, 0, OW_LANG_C, "com.example.early", "1.4.2"};
            """
        }
        try PluginFixture.compile(
            "early", source: source(2), into: directory,
            manifest: ManifestSample.text(id: "com.example.early", major: 2))
        try await PluginFixture.withHost(directory) { host in
            #expect(try await host.failure("com.example.early").code == .notFound)
            guard case .rejected(let rejection) = host.status("com.example.early")?.state else {
                throw PluginFixture.Failure(message: "not rejected")
            }
            #expect(rejection.reason == .abi)
            #expect(!FileManager.default.fileExists(atPath: witness))
        }
    }
}

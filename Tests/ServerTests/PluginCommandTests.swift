import ArgumentParser
import Foundation
import JSON
import PluginHost
import TestSupport
import Testing

@testable import Server

@Suite("Commands about packages")
struct PluginCommandTests {
    private static let id = "com.acme.disk"

    private func manifest(version: String = "1.0.0", services: String = "\"ow.ssh/1\"") -> String {
        """
        manifest = 1
        id = "\(Self.id)"
        version = "\(version)"
        name = "Disk"
        vendor = { name = "Acme" }
        abi = { major = 1, built_minor = 0, min_host_minor = 0 }

        [[file]]
        path = "lib/plugin.so"
        arch = "x86_64"

        [permissions]
        services = [\(services)]
        reason = "Looks at disks"

        [[permissions.ssh_command]]
        id = "smart"
        argv = ["smartctl", "-a", "/dev/sda"]
        sudo = "if-needed"

        [[probe]]
        name = "disk"
        timeout = "10s"
        """
    }

    /// A folder with a package in it. Nothing here runs its shared object, so any bytes will do.
    private func package(_ text: String? = nil, name: String = "package", in home: TemporaryDirectory) throws -> String
    {
        let path = "\(home.path)/\(name)"
        try FileManager.default.createDirectory(atPath: path + "/lib", withIntermediateDirectories: true)
        try (text ?? manifest()).write(toFile: path + "/plugin.toml", atomically: false, encoding: .utf8)
        try "code".write(toFile: path + "/lib/plugin.so", atomically: false, encoding: .utf8)
        return path
    }

    private func keygen(_ home: TemporaryDirectory, name: String = "acme") throws -> JSONObject {
        try PluginKeygenCommand.parse(["--out", home.path, "--name", name, "--id-prefix", "com.acme."]).answer().json
    }

    private func sign(_ package: String, _ home: TemporaryDirectory, _ options: String...) throws -> CommandAnswer {
        try PluginSignCommand.parse([package, "--key", "\(home.path)/acme.key"] + options).answer()
    }

    private func verify(_ arguments: String...) throws -> CommandAnswer {
        try PluginVerifySignatureCommand.parse(arguments).answer()
    }

    @Test("a key pair is made once, the secret file is its owner's alone")
    func keygen() throws {
        let home = try TemporaryDirectory()
        let made = try keygen(home)
        #expect(made["key_id"]?.string?.count == 16)
        let mode = try FileManager.default.attributesOfItem(atPath: "\(home.path)/acme.key")[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(throws: ServerError.self) { try keygen(home) }
        #expect(throws: (any Error).self) { try PluginKeygenCommand.parse(["--name", "../x"]) }
        #expect(throws: (any Error).self) { try PluginKeygenCommand.parse(["--tier", "friend"]) }
        let entry = try PluginRingEntryCommand.parse([
            "--key", "\(home.path)/acme.pub", "--name", "Acme \"1\"", "--id-prefix", "com.acme.",
        ]).answer()
        #expect(try TrustRing(text: entry.text).keys.values.first?.name == "Acme \"1\"")
        #expect(entry.json["key_id"] == made["key_id"])
    }

    @Test("signing refuses files that the manifest does not list, and names them, until told to list them")
    func sign() throws {
        let home = try TemporaryDirectory()
        _ = try keygen(home)
        let package = try package(in: home)
        let refused = try sign(package, home)
        #expect(refused.isRefusal && refused.text.contains("lib/plugin.so") && refused.text.contains("--update-hashes"))
        #expect(!FileManager.default.fileExists(atPath: package + "/plugin.toml.minisig"))
        let signed = try sign(package, home, "--update-hashes")
        #expect(!signed.isRefusal && signed.json["hashes_updated"]?.bool == true)
        #expect(try sign(package, home).json["hashes_updated"]?.bool == false)
        try "other".write(toFile: package + "/lib/plugin.so", atomically: false, encoding: .utf8)
        #expect(try sign(package, home).json["reason"]?.string == "modified")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(home.path)/acme.key")
        #expect(throws: ServerError.self) { try sign(package, home) }
    }

    @Test("a signature is verified with a key, with a trust directory, and in an archive")
    func verify() throws {
        let home = try TemporaryDirectory()
        let made = try keygen(home)
        _ = try keygen(home, name: "other")
        let package = try package(in: home)
        _ = try sign(package, home, "--update-hashes")
        let trust = home.path + "/trust"
        try FileManager.default.createDirectory(
            atPath: trust, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try #require(made["ring_entry"]?.string).write(toFile: trust + "/a.toml", atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: trust + "/a.toml")
        let archive = home.path + "/p.owp"
        let packed = try PluginPackCommand.parse([package, "-o", archive]).answer()
        #expect(packed.json["signed"]?.bool == true)
        for path in [package, archive] {
            let byRing = try verify(path, "--trust-dir", trust)
            #expect(byRing.json["trust"]?.string == "vendor" && byRing.json["key_name"]?.string == "acme", "\(byRing)")
            for key in ["\(home.path)/acme.pub", try #require(made["public_key"]?.string)] {
                #expect(try !verify(path, "--key", key).isRefusal)
            }
            #expect(try verify(path, "--key", "\(home.path)/other.pub").json["reason"]?.string == "untrusted")
            #expect(try verify(path, "--trust-dir", home.path + "/none").json["reason"]?.string == "untrusted")
        }
        try "other".write(toFile: package + "/lib/plugin.so", atomically: false, encoding: .utf8)
        #expect(try verify(package, "--trust-dir", trust).json["reason"]?.string == "modified")
        #expect(try PluginPackCommand.parse([package, "-o", archive + "2"]).answer().isRefusal)
        #expect(!FileManager.default.fileExists(atPath: archive + "2"))
        #expect(throws: (any Error).self) {
            try PluginVerifySignatureCommand.parse(["x", "--key", "k", "--trust-dir", "d"])
        }
    }

    @Test("a package is shown with everything it asks for, trusted or not")
    func inspect() throws {
        let home = try TemporaryDirectory()
        let package = try package(in: home)
        let answer = try PluginInspectCommand.parse([package]).answer()
        #expect(!answer.isRefusal && answer.json["trust"]?.string == "refused")
        #expect(answer.text.contains("command smart  (root)") && answer.text.contains("service ow.ssh/1"))
        #expect(answer.json["commands"]?.array?.first?["sudo"]?.string == "if-needed")
        let paths = answer.json["files"]?.array?.compactMap { $0["path"]?.string }
        #expect(paths == ["lib/plugin.so", "plugin.toml"])
        for path in [home.path, home.path + "/nothing", "/dev/null"] {
            #expect(try PluginInspectCommand.parse([path]).answer().isRefusal, "\(path)")
        }
    }

    @Test("two versions are compared by what they ask for")
    func diff() throws {
        let home = try TemporaryDirectory()
        let old = try package(in: home)
        let same = try package(manifest(version: "1.1.0"), name: "same", in: home)
        let wider = try package(
            manifest(version: "1.2.0", services: "\"ow.ssh/1\", \"ow.kv/1\""), name: "wider", in: home)
        #expect(try PluginDiffCommand.parse([old, same]).answer().json["needs_approval"]?.bool == false)
        try PluginDiffCommand.parse([old, same]).run()
        let answer = try PluginDiffCommand.parse([old, wider]).answer()
        #expect(answer.text.contains("+ service ow.kv/1: added"))
        #expect(throws: ExitCode.self) { try PluginDiffCommand.parse([old, wider, "--json"]).run() }
        #expect(try PluginDiffCommand.parse([wider, old]).answer().json["needs_approval"]?.bool == false)
        let other = try package(manifest().replacing(Self.id, with: "com.acme.other"), name: "other", in: home)
        #expect(throws: ServerError.self) { try PluginDiffCommand.parse([old, other]).answer() }
    }
}

import Foundation
import Testing

@testable import PluginHost

@Suite struct ManifestTests {
    private func faults(_ text: String) -> [ManifestFault] {
        do {
            _ = try ManifestParser.parse(Array(text.utf8))
            return []
        } catch {
            return error.faults
        }
    }

    @Test("a complete manifest is read with every value in its place")
    func complete() throws {
        let manifest = try ManifestParser.parse(Array(ManifestSample.text().utf8))
        #expect(manifest.id == "com.example.disk")
        #expect(manifest.isolation.maxConcurrent == 2)
        #expect(manifest.permissions.commands["smart"]?.sudo == .ifNeeded)
        #expect(manifest.permissions.commands["smart"]?.timeout == .seconds(10))
        #expect(manifest.permissions.sections.map(\.id) == ["mounts"])
        #expect(manifest.permissions.reads.first?.glob.matches("/etc/smartd.d/a.conf") == true)
        #expect(manifest.probes.first?.isIdempotent == true)
        #expect(manifest.events.first?.maxPerCall == 10)
    }

    /// What to replace in the sample, by what, and where the fault must be.
    private static let table: [(String, String, String)] = [
        ("manifest = 1\n", "manifest = 2\n", "manifest"),
        ("manifest = 1\n", "", "manifest"),
        ("manifest = 1\n", "manifest = \"1\"\n", "manifest"),
        ("id = \"com.example.disk\"", "id = \"disk\"", "id"),
        ("id = \"com.example.disk\"", "id = \"Com.Example\"", "id"),
        ("id = \"com.example.disk\"", "id = \"com..disk\"", "id"),
        ("id = \"com.example.disk\"", "id = \"com.\(String(repeating: "a", count: 70))\"", "id"),
        ("version = \"1.4.2\"", "version = \"1.4\"", "version"),
        ("version = \"1.4.2\"", "version = \"01.4.2\"", "version"),
        ("version = \"1.4.2\"", "version = 1", "version"),
        ("name = \"Disk health\"", "name = \"\"", "name"),
        ("name = \"Disk health\"", "name = \"a\\u0007b\"", "name"),
        ("name = \"Disk health\"", "nmae = \"Disk health\"", "nmae"),
        ("url = \"https://example.com\"", "url = \"http://example.com\"", "vendor.url"),
        ("vendor = { name = \"Example\", ", "vendor = { ", "vendor.name"),
        ("built_minor = 1", "built_minor = -1", "abi.built_minor"),
        ("min_host_minor = 0", "min_host_minor = 3", "abi.min_host_minor"),
        ("mode = \"runner\"", "mode = \"thread\"", "isolation.mode"),
        ("max_concurrent = 2", "max_concurrent = 0", "isolation.max_concurrent"),
        ("max_concurrent = 2", "max_concurrent = 257", "isolation.max_concurrent"),
        ("max_concurrent = 2", "max_concurrent = 2.5", "isolation.max_concurrent"),
        ("mode = \"runner\"", "mode = \"per_call\"", "isolation.max_concurrent"),
        ("memory_mib = 128", "memory_mib = 1", "isolation.memory_mib"),
        ("path = \"lib/linux-x86_64/plugin.so\"", "path = \"../plugin.so\"", "file[0].path"),
        ("path = \"lib/linux-x86_64/plugin.so\"", "path = \"/lib/plugin.so\"", "file[0].path"),
        ("path = \"lib/linux-x86_64/plugin.so\"", "path = \"lib//plugin.so\"", "file[0].path"),
        ("path = \"lib/linux-x86_64/plugin.so\"", "path = \"lib/./plugin.so\"", "file[0].path"),
        ("arch = \"x86_64\"", "arch = \"riscv\"", "file[0].arch"),
        ("arch = \"x86_64\"", "arch = \"x86_64\"\nsha256 = \"abc\"", "file[0].sha256"),
        ("runtime = \"c\"", "runtime = \"cobol\"", "file[0].runtime"),
        ("services = [\"ow.ssh/1\", \"ow.kv/1\"]", "services = [\"ow.net/1\"]", "permissions.services[0]"),
        ("services = [\"ow.ssh/1\", \"ow.kv/1\"]", "services = [\"ow.kv/1\"]", "permissions.ssh_command"),
        ("services = [\"ow.ssh/1\", \"ow.kv/1\"]", "services = [\"ow.core/1\"]", "permissions.services[0]"),
        ("services = [\"ow.ssh/1\", \"ow.kv/1\"]", "services = \"ow.ssh/1\"", "permissions.services"),
        ("reason = \"Reads the state of disks\"", "", "permissions.reason"),
        ("\"{device:path}\"]", "\"{device:file}\"]", "permissions.ssh_command[0].argv[2]"),
        ("\"{device:path}\"]", "\"{device}\"]", "permissions.ssh_command[0].argv[2]"),
        ("[\"smartctl\", \"-a\", \"{device:path}\"]", "[\"{device:path}\"]", "permissions.ssh_command[0].argv[0]"),
        ("[\"smartctl\", \"-a\", \"{device:path}\"]", "[]", "permissions.ssh_command[0].argv"),
        ("[\"smartctl\", \"-a\", \"{device:path}\"]", "[\"a\", 1]", "permissions.ssh_command[0].argv[1]"),
        ("sudo = \"if-needed\"", "sudo = \"always\"", "permissions.ssh_command[0].sudo"),
        ("timeout = \"10s\"", "timeout = \"10\"", "permissions.ssh_command[0].timeout"),
        ("timeout = \"10s\"", "timeout = \"0s\"", "permissions.ssh_command[0].timeout"),
        ("timeout = \"10s\"", "timeout = 10", "permissions.ssh_command[0].timeout"),
        ("max_stdout = 65536", "max_stdout = 99999999", "permissions.ssh_command[0].max_stdout"),
        ("part = \"user\"", "part = \"both\"", "permissions.ssh_section[0].part"),
        ("part = \"user\"\n", "", "permissions.ssh_section[0].part"),
        ("max_bytes = 4096", "max_bytes = 0", "permissions.ssh_section[0].max_bytes"),
        ("glob = \"/etc/smartd.d/*.conf\"", "glob = \"/etc/../shadow\"", "permissions.ssh_read[0].glob"),
        ("glob = \"/etc/smartd.d/*.conf\"", "glob = \"etc/x\"", "permissions.ssh_read[0].glob"),
        ("name = \"main\"", "name = \"Main Probe\"", "probe[0].name"),
        ("name = \"main\"", "name = \"main\"\nrole = \"everything\"", "probe[0].role"),
        ("timeout = \"30s\"", "timeout = \"30 s\"", "probe[0].timeout"),
        ("timeout = \"30s\"\n", "", "probe[0].timeout"),
        ("idempotent = true", "idempotent = \"yes\"", "probe[0].idempotent"),
        ("idempotent = true", "params = \"../x.json\"", "probe[0].params"),
        ("idempotent = true", "since = 2026-01-01", "probe[0].since"),
        ("type = \"example.disk.failing\"", "type = \"failing\"", "event[0].type"),
        ("max_per_call = 10", "max_per_call = 0", "event[0].max_per_call"),
        ("max_per_call = 10", "max_per_call = 10\n[[event]]\ntype = \"example.disk.failing\"", "event[1].type"),
        ("max_per_call = 10", "max_per_call = 10\n[[probe]]\nname = \"main\"\ntimeout = \"1s\"", "probe[1].name"),
        ("max_per_call = 10", "max_per_call = 10\n[config]\nsecret_fields = [\"token\"]", "config.secret_fields[0]"),
        ("max_per_call = 10", "max_per_call = 10\n[surprise]\na = 1", "surprise"),
    ]

    @Test("every fault is found where it is", arguments: table.indices)
    func fault(index: Int) {
        let (original, replacement, path) = Self.table[index]
        let text = ManifestSample.text()
        #expect(text.contains(original))
        let found = faults(text.replacing(original, with: replacement, maxReplacements: 1))
        #expect(found.contains { $0.path == path }, "\(path) is not among \(found)")
    }

    @Test("all faults come back together")
    func together() {
        let text = ManifestSample.text().replacing("version = \"1.4.2\"", with: "version = \"x\"")
            .replacing("timeout = \"30s\"", with: "timeout = \"soon\"").replacing(
                "arch = \"x86_64\"", with: "arch = \"z80\"")
        #expect(Set(faults(text).map(\.path)).isSuperset(of: ["version", "probe[0].timeout", "file[0].arch"]))
    }

    @Test(
        "a table header that begins with no key is a fault, and does not end the process",
        arguments: [
            "[=]", "[", "[ ", "[[", "[[ [x]]", "[.a]", "[!]", "[#]", "[[,]]", "\u{feff}[=]", "x = 1\r\n[=]", "[é]",
        ])
    func headers(text: String) {
        for text in [text, text + "\n", "a = \"\"\"\n[\n\"\"\"\nb = [\n[]\n]\n" + text] {
            #expect(throws: PluginError.self) { try ManifestParser.parse(Array(text.utf8)) }
        }
    }

    @Test("what is no manifest at all is refused with one fault")
    func garbage() {
        #expect(faults("= nonsense").first?.message.hasPrefix("line 1") == true)
        #expect(faults("a = 1\u{0}").count == 1)
        #expect(faults(String(repeating: "#\n", count: PluginManifest.sizeLimit)).count == 1)
        #expect(faults("a = " + String(repeating: "[", count: 100) + String(repeating: "]", count: 100)).count >= 1)
        #expect(faults("").contains { $0.path == "probe" })
    }

    @Test("the manifests that ship with the product are right")
    func shipped() throws {
        let plugins = PluginFixture.repository.appendingPathComponent("Plugins")
        let names = try FileManager.default.contentsOfDirectory(atPath: plugins.path)
        for name in names {
            let path = plugins.appendingPathComponent("\(name)/plugin.toml").path
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            let manifest = try ManifestParser.parse(Array(data))
            #expect(manifest.id.hasPrefix("org.openwatch."))
            let sink = ManifestFaultSink()
            for schema in manifest.schemaPaths {
                let file = plugins.appendingPathComponent("\(name)/\(schema)").path
                _ = SchemaCompiler.compile(
                    Array(FileManager.default.contents(atPath: file) ?? Data()), file: file, sink: sink)
            }
            #expect(sink.faults.isEmpty, "\(sink.faults)")
        }
    }
}

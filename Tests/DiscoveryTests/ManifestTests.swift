import DiscoveryProbe
import Foundation
import HostFacts
import JSON
import PluginKit
import PluginTestSupport
import Testing

@Suite("Discovery manifest")
struct ManifestTests {
    @Test("asks with exactly the texts that the parsers were written for")
    func commands() throws {
        let expected = [
            "os": OSRelease.command, "uname": Uname.command, "virt": Virtualization.command, "mem": MemInfo.command,
            "df": DiskFree.rootCommand, "mac": MandatoryAccessControl.command, "tools": Capabilities.command,
            "firewall": FirewallState.rootCommand, "firewall-user": FirewallState.userCommand,
        ]
        let sections = try PluginPackage("discovery").sections()
        for (id, command) in expected {
            #expect(sections.first { $0.id == id }?.command == command, "\(id)")
        }
        #expect(sections.count == 11)
        #expect(sections.filter { $0.part == "root" }.map(\.id) == ["firewall"])
    }

    @Test("says the same id and version as the note and the class")
    func identity() throws {
        let (manifest, note) = try PluginPackage("discovery").identities()
        let outcome = ScriptedHost(ScriptedHost.Script()).run { PluginEntry.table(for: DiscoveryPlugin.self) }
        #expect(manifest == ["org.openwatch.discovery", "0.1.0"])
        #expect(note == manifest && outcome.identity == manifest)
    }

    @Test("has every field of the REST contract that a probe can know, with the contract's type")
    func contract() throws {
        let root = URL(filePath: PluginPackage("discovery").folder).deletingLastPathComponent()
            .deletingLastPathComponent()
        let contract = try String(contentsOf: root.appending(path: "contract/openapi.yaml"), encoding: .utf8)
        let schema = try #require(contract.range(of: "\n    HostSystemInfo:\n"))
        let body = contract[schema.upperBound...].split(separator: "\n").prefix { $0.hasPrefix("     ") }
        let result = try PluginPackage("discovery").schema("result")
        var fields = 0
        for line in body {
            guard let field = line.firstMatch(of: /^        (\w+): \{type: (\w+)/) else { continue }
            let name = String(field.output.1)
            if name == "host_id" || name == "collected_at" { continue }
            #expect(result["properties"]?[name]?["type"]?.string == String(field.output.2), "\(name)")
            fields += 1
        }
        #expect(fields == 24)
    }

    @Test("has an answer to each section from this machine in any POSIX shell", arguments: ["dash", "bash", "busybox"])
    func live(shell: String) throws {
        let path = try #require(["/bin/\(shell)", "/usr/bin/\(shell)"].first(where: FileManager.default.fileExists))
        var sections: [Section] = []
        for section in try PluginPackage("discovery").sections() {
            let arguments = (shell == "busybox" ? ["sh"] : []) + ["-c", section.command]
            let child = try ChildProcess(path, arguments)
            #expect(child.errors == "", "\(section.id)")
            sections.append(
                Section(
                    id: section.id, verdict: child.exitCode == 0 ? .ok : .failed, exitCode: child.exitCode,
                    output: Array(child.output.utf8)))
        }
        let result = HostObservation(SectionReport(sections: sections)).result
        #expect(try SchemaCheck.faults(result, PluginPackage("discovery").schema("result")) == [])
        #expect(result["unobserved"] == [])
        #expect(result["kernel_name"] == "Linux")
        #expect((result["mem_total_mb"]?.integer ?? 0) > 0)
        #expect((result["disk_total_gb"]?.integer ?? 0) > 0)
        #expect(result["os_id"] != nil)
        #expect(result["hostname"]?.string?.isEmpty == false)
    }
}

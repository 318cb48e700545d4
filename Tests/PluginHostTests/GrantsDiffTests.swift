import Testing

@testable import PluginHost

@Suite struct GrantsDiffTests {
    private func diff(_ original: String, _ replacement: String) throws -> GrantsDiff {
        let text = ManifestSample.text()
        let changed = text.replacing(original, with: replacement)
        #expect(changed != text, "\(original)")
        return GrantsDiff(
            from: try ManifestParser.parse(Array(text.utf8)), to: try ManifestParser.parse(Array(changed.utf8)))
    }

    @Test("the same rights need no approval, whatever else changed")
    func same() throws {
        let diff = try diff("version = \"1.4.2\"", "version = \"1.5.0\"")
        #expect(diff.isEmpty && !diff.needsApproval)
    }

    @Test("a first installation is approved as a whole")
    func first() throws {
        let manifest = try ManifestParser.parse(Array(ManifestSample.text().utf8))
        let diff = GrantsDiff(from: nil, to: manifest)
        #expect(diff.needsApproval && diff.narrowed.isEmpty)
        #expect(Set(diff.widened.map(\.kind)) == Set(GrantsDiff.Change.Kind.allCases))
    }

    @Test(
        "each right that grows or changes needs approval, each that shrinks does not",
        arguments: [
            ("sudo = \"if-needed\"", "sudo = \"required\"", "command smart: sudo if-needed -> required", true),
            ("sudo = \"if-needed\"", "sudo = \"never\"", "command smart: sudo if-needed -> never", false),
            ("timeout = \"10s\"", "timeout = \"1m\"", "command smart: timeout 10s -> 1m", true),
            ("part = \"user\"", "part = \"root\"", "section mounts: part user -> root", true),
            ("max_bytes = 4096", "max_bytes = 1024", "section mounts: max_bytes 4096 -> 1024", false),
            ("\"smartctl\", \"-a\"", "\"smartctl\", \"-x\"", "command smart: smartctl -a", true),
            ("cat /proc/self/mountinfo", "cat /etc/shadow", "section mounts: cat /proc", true),
            ("/etc/smartd.d/*.conf", "/etc/*.conf", "read /etc/*.conf: added", true),
            ("max = 65536", "max = 100", "read /etc/smartd.d/*.conf: max 65536 -> 100", false),
            ("memory_mib = 128", "memory_mib = 256", "isolation limits: memory_mib 128 -> 256", true),
            ("mode = \"runner\"", "mode = \"in_process_ok\"", "isolation limits: mode runner -> in_process_ok", true),
            (", \"ow.kv/1\"", "", "service ow.kv/1: removed", false),
        ])
    func changes(original: String, replacement: String, text: String, needsApproval: Bool) throws {
        let diff = try diff(original, replacement)
        #expect(diff.needsApproval == needsApproval)
        let changes = needsApproval ? diff.widened + diff.replaced : diff.narrowed
        #expect(changes.contains { $0.description.hasPrefix(text) }, "\(diff)")
    }

    @Test("a change is one line, whatever the manifest holds")
    func lines() throws {
        let diff = try diff("cat /proc/self/mountinfo", "cat a\n+ service ow.evil/1: added")
        #expect(diff.replaced.allSatisfy { !$0.description.contains("\n") })
    }
}

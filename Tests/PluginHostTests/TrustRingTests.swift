import Foundation
import Testing

@testable import PluginHost

@Suite struct TrustRingTests {
    private let key = MinisignSecretKey().publicKey.text

    private func entry(_ name: String = "Acme", key: String? = nil, prefix: String = "com.acme.") -> String {
        "[[key]]\nname = \"\(name)\"\nkey = \"\(key ?? self.key)\"\ntier = \"vendor\"\nid_prefix = [\"\(prefix)\"]\n"
    }

    @Test("all files of a directory make one ring; other files and a missing directory do not matter")
    func load() throws {
        let directory = try PluginFixture.temporaryDirectory()
        try PluginFixture.write(entry(), to: "\(directory)/acme.toml")
        try PluginFixture.write(
            entry("Other", key: MinisignSecretKey().publicKey.text, prefix: "org.example.")
                + "[revoked]\nkey_ids = [\"00112233AABBCCDD\"]\nsha256 = [\"\(String(repeating: "a", count: 64))\"]\n",
            to: "\(directory)/other.toml")
        try PluginFixture.write("no TOML at all [", to: "\(directory)/README")
        let ring = try TrustRing.load(directory: directory)
        #expect(Set(ring.keys.values.map(\.name)) == ["Acme", "Other"])
        #expect(ring.revokedKeys.map(\.description) == ["00112233AABBCCDD"])
        #expect(ring.revokedDigests.count == 1)
        #expect(try TrustRing.load(directory: directory + "/nothing").keys.isEmpty)
    }

    @Test("one faulty file fails the whole ring, because it may hold the revocations")
    func faults() throws {
        let directory = try PluginFixture.temporaryDirectory()
        try PluginFixture.write(entry(), to: "\(directory)/a.toml")
        try PluginFixture.write("[revoked]\nkey_id = []\nsha256 = [\"zz\"]\n", to: "\(directory)/b.toml")
        do throws(PluginError) {
            _ = try TrustRing.load(directory: directory)
            Issue.record("a faulty ring was read")
        } catch {
            #expect(error.code == .manifest)
            #expect(Set(error.faults.map(\.path)) == ["b.toml: revoked.key_id", "b.toml: revoked.sha256[0]"])
        }
    }

    @Test(
        "each fault of an entry is found where it is",
        arguments: [
            ("tier = \"vendor\"", "tier = \"friend\"", "key[0].tier"), ("name = \"Acme\"\n", "", "key[0].name"),
            ("com.acme.", "com acme", "key[0].id_prefix[0]"), ("[\"com.acme.\"]", "[]", "key[0].id_prefix"),
            ("com.acme.", "acme", "key[0].id_prefix[0]"), ("com.acme.", ".", "key[0].id_prefix[0]"),
            ("com.acme.", "org.openwatch.x.", "key[0].id_prefix"),
            ("tier =", "not_after = \"soon\"\ntier =", "key[0].not_after"),
            ("tier =", "not_after = \"2027-02-30\"\ntier =", "key[0].not_after"),
            ("tier =", "root = 1\ntier =", "key[0].root"), ("tier =", "colour = \"red\"\ntier =", "key[0].colour"),
            ("key = \"RW", "key = \"RX", "key[0].key"), ("[[key]]", "[[keys]]", "keys"),
        ])
    func entries(original: String, replacement: String, path: String) throws {
        let text = entry().replacing(original, with: replacement)
        #expect(text != entry())
        do throws(PluginError) {
            _ = try TrustRing(text: text)
            Issue.record("\(replacement) was accepted")
        } catch {
            #expect(error.faults.contains { $0.path == "trust.toml: \(path)" }, "\(error)")
        }
    }

    @Test("a key that is there twice is a fault")
    func twice() throws {
        #expect(throws: PluginError.self) { try TrustRing(text: entry() + entry("Again")) }
    }

    @Test("a trust directory that others can change, and links in it, are refused")
    func paths() throws {
        for command in [
            "chmod g+w .", "chmod o+w a.toml", "mv a.toml a && ln -s a a.toml", "ln a.toml b",
            "rm a.toml && mkfifo a.toml",
        ] {
            let directory = try PluginFixture.temporaryDirectory()
            try PluginFixture.write(entry(), to: "\(directory)/a.toml")
            try PluginFixture.run("/bin/sh", ["-c", "cd \(directory) && \(command)"])
            #expect(throws: PluginError.self, "\(command)") { try TrustRing.load(directory: directory) }
        }
    }
}

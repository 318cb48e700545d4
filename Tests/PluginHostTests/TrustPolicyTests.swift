import Core
import Foundation
import Logging
import Testing

@testable import PluginHost

@Suite struct TrustPolicyTests {
    @Test("a signed package whose key may sign it is trusted, and says by whom")
    func signed() throws {
        let fixture = try TrustFixture()
        let trust = try fixture.trust()
        #expect(trust.signer?.keyID == fixture.key.publicKey.id)
        #expect(trust.level == "dev")
        #expect(trust.description == "dev: Tests (\(fixture.key.publicKey.id))")
    }

    @Test("a comment that minisign made is accepted, one that names another package is not")
    func comments() throws {
        let fixture = try TrustFixture()
        try fixture.sign(comment: "timestamp:1700000000 file:plugin.toml")
        _ = try fixture.trust()
        try fixture.sign(comment: "org.openwatch.test.echo 0.2.0 2026-01-01T00:00:00Z")
        let rejection = try fixture.rejection()
        #expect(rejection.reason == .signature && rejection.message.contains("0.2.0"))
    }

    @Test("one changed byte in any file of a signed package is a rejection")
    func tampered() throws {
        let fixture = try TrustFixture()
        let paths = try FileManager.default.subpathsOfDirectory(atPath: fixture.package).filter { path in
            var isDirectory: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: "\(fixture.package)/\(path)", isDirectory: &isDirectory)
            return exists && !isDirectory.boolValue
        }
        #expect(paths.count >= 5)
        for path in paths {
            let url = URL(fileURLWithPath: "\(fixture.package)/\(path)")
            let original = Array(try Data(contentsOf: url))
            var changed = original
            changed[changed.count / 2] ^= 1
            try fixture.write(changed, to: path)
            let rejection = try fixture.rejection()
            let expected: Set<PluginRejection.Reason> =
                switch path {
                case "plugin.toml": [.signature, .manifest]
                case "plugin.toml.minisig": [.signature, .untrusted]
                default: [.modified]
                }
            #expect(expected.contains(rejection.reason), "\(path): \(rejection)")
            try fixture.write(original, to: path)
        }
        _ = try fixture.trust()
    }

    @Test("a file that is not listed, or listed and missing, is a rejection")
    func completeness() throws {
        for (command, word) in [
            ("echo x > extra.txt", "extra.txt"), ("echo x > .hidden", ".hidden"), ("mkdir a && echo x > a/b", "a/b"),
            ("rm README.md", "README.md"), ("rm lib/linux-x86_64/plugin.so", "plugin.so"),
        ] {
            let fixture = try TrustFixture()
            try fixture.shell(command)
            let rejection = try fixture.rejection()
            #expect(rejection.reason == .modified, "\(command): \(rejection)")
            #expect(rejection.message.contains(word), "\(command): \(rejection)")
        }
        let unhashed = try TrustFixture(hashes: false)
        #expect(try unhashed.rejection().reason == .modified)
        let size = try TrustFixture { $0.replacing("runtime = \"c\"", with: "runtime = \"c\"\nsize = 12") }
        #expect(try size.rejection().reason == .modified)
    }

    @Test("what no key of the ring signed is not trusted, and the message holds what the operator needs")
    func untrusted() throws {
        let fixture = try TrustFixture()
        let unknown = try fixture.rejection(TrustRing())
        #expect(unknown.reason == .untrusted && unknown.message.contains("\(fixture.key.publicKey.id)"))
        try fixture.shell("rm plugin.toml.minisig")
        let unsigned = try fixture.rejection()
        #expect(unsigned.reason == .untrusted)
        #expect(unsigned.message.contains(SHA256Digest.hex(try fixture.manifest)))
        try fixture.sign(with: MinisignSecretKey())
        #expect(try fixture.rejection().reason == .untrusted)
        // The right id with the wrong key: the id proves nothing.
        var forged = try fixture.key.sign(fixture.manifest, trustedComment: "x")
        let other = try MinisignSecretKey().sign(fixture.manifest, trustedComment: "x")
        forged = MinisignSignature(
            algorithm: .legacy, keyID: fixture.key.publicKey.id, untrustedComment: "", trustedComment: "x",
            signature: other.signature, globalSignature: other.globalSignature)
        try fixture.write(forged.file, to: "plugin.toml.minisig")
        #expect(try fixture.rejection().reason == .signature)
    }

    @Test("a truncated signature is a rejection that says so")
    func truncated() throws {
        let fixture = try TrustFixture()
        try fixture.shell("head -c 100 plugin.toml.minisig > s && mv s plugin.toml.minisig")
        let rejection = try fixture.rejection()
        #expect(rejection.reason == .signature && rejection.message.contains("cut off"), "\(rejection)")
        try fixture.shell(": > plugin.toml.minisig")
        #expect(try fixture.rejection().reason == .signature)
    }

    @Test("a key signs inside its prefix alone; OpenWatch's own ids need a core or a dev key")
    func prefixes() throws {
        let fixture = try TrustFixture()
        for (tier, prefix, reason) in [
            ("dev", "org.openwatch.test.echo", nil), ("core", "org.openwatch.", nil),
            ("dev", "org.openwatch.test.ech", .untrusted), ("dev", "org.openwatch.test.echo.", .untrusted),
            ("vendor", "com.acme.", .untrusted), ("vendor", "org.", .untrusted), ("org", "org.", .untrusted),
        ] as [(String, String, PluginRejection.Reason?)] {
            let ring = try fixture.ring(tier, prefix: prefix)
            if let reason {
                #expect(try fixture.rejection(ring).reason == reason, "\(tier) \(prefix)")
            } else {
                #expect(try fixture.trust(ring).level == tier)
            }
        }
    }

    @Test("expired keys, revoked keys, revoked manifests and revoked files are rejections")
    func revoked() throws {
        let fixture = try TrustFixture()
        let expired = try fixture.rejection(fixture.ring(extra: "not_after = \"2020-01-31\""))
        #expect(expired.reason == .untrusted && expired.message.contains("2020-01-31"))
        _ = try fixture.trust(fixture.ring(extra: "not_after = \"2999-12-31\""))
        let object = Array(try Data(contentsOf: URL(fileURLWithPath: fixture.package + "/lib/linux-x86_64/plugin.so")))
        for revoked in [
            "key_ids = [\"\(fixture.key.publicKey.id)\"]", "sha256 = [\"\(SHA256Digest.hex(try fixture.manifest))\"]",
            "sha256 = [\"\(SHA256Digest.hex(object))\"]",
        ] {
            let ring = try fixture.ring(more: "[revoked]\n\(revoked)")
            #expect(try fixture.rejection(ring).reason == .revoked, "\(revoked)")
        }
        _ = try fixture.trust(fixture.ring(more: "[revoked]\nkey_ids = [\"0123456789ABCDEF\"]"))
    }

    @Test("a key that expires does so at the end of its last day")
    func lastDay() throws {
        let fixture = try TrustFixture()
        let ring = try fixture.ring(extra: "not_after = \"2027-06-30\"")
        for (time, isAccepted) in [("2027-06-30T23:59:59Z", true), ("2027-07-01T00:00:00Z", false)] {
            let now = try #require(Timestamp(parsing: time))
            let policy = SignedTrustPolicy(ring: ring) { now }
            let bytes = try fixture.manifest
            let candidate = TrustCandidate(
                manifest: try ManifestParser.parse(bytes), bytes: bytes,
                signature: Array(try Data(contentsOf: URL(fileURLWithPath: fixture.package + "/plugin.toml.minisig"))))
            let isTrusted = (try? policy.evaluate(candidate)) != nil
            #expect(isTrusted == isAccepted, "\(time)")
        }
    }

    @Test("a key's word ends at the services and rights that the operator gave it")
    func permissions() throws {
        let fixture = try TrustFixture()
        let narrow = try fixture.rejection(fixture.ring(extra: "max_services = [\"ow.ssh/1\"]"))
        #expect(narrow.reason == .untrusted && narrow.message.contains("ow.kv/1"))
        _ = try fixture.trust(fixture.ring(extra: "max_services = [\"ow.ssh/1\", \"ow.kv/1\"]\nroot = true"))
        let root = try fixture.rejection(fixture.ring(extra: "root = false"))
        #expect(root.reason == .untrusted && root.message.contains("root"))
    }

    @Test("an unsigned package runs only by the digest of its manifest, which must pin the code")
    func allowed() throws {
        let fixture = try TrustFixture()
        try fixture.shell("rm plugin.toml.minisig")
        func ring(_ digest: String, id: String = TrustFixture.id) throws -> TrustRing {
            try TrustRing(text: "[[unsigned]]\nid = \"\(id)\"\nsha256 = \"\(digest)\"\nreason = \"tests\"\n")
        }
        let digest = SHA256Digest.hex(try fixture.manifest)
        #expect(try fixture.trust(ring(digest)) == .unsigned)
        #expect(try fixture.rejection(ring(digest, id: "com.example.other")).reason == .untrusted)
        let wrong = try fixture.rejection(ring(String(repeating: "0", count: 64)))
        #expect(wrong.reason == .untrusted && wrong.message.contains("other bytes"))
        try fixture.shell("echo x >> lib/linux-x86_64/plugin.so")
        #expect(try fixture.rejection(ring(digest)).reason == .modified)
        let unpinned = try TrustFixture(hashes: false)
        try unpinned.shell("rm plugin.toml.minisig")
        let rejection = try unpinned.rejection(ring(SHA256Digest.hex(unpinned.manifest)))
        #expect(rejection.reason == .untrusted && rejection.message.contains("plugin.so"))
    }

    @Test("a version below the highest that ran is a downgrade, until an operator allows it")
    func downgrade() throws {
        let fixture = try TrustFixture()
        let floor = InMemoryVersionFloor()
        floor.raise(TrustFixture.id, to: try #require(SemanticVersion("0.1.0")))
        _ = try fixture.trust(floor: floor)
        floor.raise(TrustFixture.id, to: try #require(SemanticVersion("0.2.0-rc.1")))
        floor.raise(TrustFixture.id, to: try #require(SemanticVersion("0.1.5")))
        let rejection = try fixture.rejection(floor: floor)
        #expect(rejection.reason == .downgrade && rejection.message.contains("0.2.0-rc.1"))
        floor.allowDowngrade(TrustFixture.id, to: try #require(SemanticVersion("0.1.0")))
        _ = try fixture.trust(floor: floor)
    }

    @Test("versions are ordered as Semantic Versioning says")
    func versions() throws {
        let ascending = [
            "0.0.1", "0.1.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
            "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0-0", "2.0.0",
        ].map(SemanticVersion.init)
        for (index, left) in ascending.enumerated() {
            for (other, right) in ascending.enumerated() {
                let left = try #require(left)
                let right = try #require(right)
                #expect((left < right) == (index < other), "\(left) \(right)")
                #expect((left == right) == (index == other))
            }
        }
        #expect(SemanticVersion("1.0.0+a") == SemanticVersion("1.0.0+b"))
        for text in [
            "", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0-a..b", "1.0.0+", "v1.0.0", "1.0.x",
            "1.0.0-ä",
        ] {
            #expect(SemanticVersion(text) == nil, "\(text)")
        }
    }

    @Test("what runs is what was checked, even if the file is replaced in between")
    func replaced() async throws {
        let fixture = try TrustFixture()
        let host = PluginHost(
            configuration: PluginHostConfiguration(
                directories: [fixture.directory], runnerPath: try PluginFixture.runner.get()),
            logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() },
            trust: SignedTrustPolicy(ring: try fixture.ring()))
        try host.load()
        try fixture.shell("cp lib/linux-x86_64/plugin.so saved && echo '#!/bin/sh' > lib/linux-x86_64/plugin.so")
        let outcome = try await host.call("echo")
        #expect(!outcome.result.isEmpty)
        await host.shutdown()
        #expect(try fixture.rejection().reason == .modified)
    }
}

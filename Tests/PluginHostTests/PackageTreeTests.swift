import Foundation
import Testing

@testable import PluginHost

@Suite("Package in a source tree")
struct PackageTreeTests {
    /// A package between sources, build output and hidden files, one of them a link.
    private func tree(manifest edit: (String) -> String = { $0 }) throws -> TrustFixture {
        let fixture = try TrustFixture(hashes: false, edit: edit)
        try fixture.shell(
            """
            rm plugin.toml.minisig
            mkdir -p build .git data recordings && echo x >plugin.c && echo x >.gitignore && echo x >.git/HEAD
            ln -s /etc/passwd build/link && echo '{}' >data/table.json && echo x >recordings/a.jsonl && echo MIT >LICENSE
            """)
        return fixture
    }

    private func rejection(_ body: () throws -> Void) -> PluginRejection? {
        do {
            try body()
            return nil
        } catch {
            return error as? PluginRejection
        }
    }

    @Test("is signed and packed alone: sources, hidden files and links are left where they are")
    func signing() throws {
        let fixture = try tree()
        let signed = try PackageSigner.sign(directory: fixture.package, key: fixture.key, updatesHashes: true)
        #expect(signed.isUpdated)
        let archive = try PackageArchive.make(directory: fixture.package)
        let verifier = PackageVerifier(
            trust: SignedTrustPolicy(ring: try fixture.ring()), floor: InMemoryVersionFloor())
        let opened = try PackageArchive.open(archive, verifier: verifier)
        let paths = opened.archive.paths()
        #expect(Set(paths).isSuperset(of: ["LICENSE", "README.md", "plugin.toml", "plugin.toml.minisig"]))
        #expect(Set(paths) == opened.manifest.namedPaths.union(["plugin.toml", "plugin.toml.minisig"]))
        #expect(!paths.contains { $0.hasPrefix(".") || $0.hasPrefix("build") || $0.hasSuffix(".c") })
        // A folder that a server loads in place must hold nothing else.
        #expect(rejection { if case .rejected(let found) = try fixture.scan() { throw found } } != nil)
    }

    @Test("an asset is named by hand and gets its digest; without one, a signed package is refused")
    func assets() throws {
        let fixture = try tree { $0 + "\n[[asset]]\npath = \"data/table.json\"\n" }
        let bare = rejection {
            _ = try PackageSigner.sign(directory: fixture.package, key: fixture.key, updatesHashes: false)
        }
        #expect(bare?.reason == .modified && bare?.message.contains("--update-hashes") == true)
        let signed = try PackageSigner.sign(directory: fixture.package, key: fixture.key, updatesHashes: true)
        #expect(signed.manifest.listed.contains { $0.path == "data/table.json" && $0.size == 3 })
        // The digests stay as they are, so the second time nothing is to be done.
        #expect(
            try !PackageSigner.sign(directory: fixture.package, key: fixture.key, updatesHashes: true).isUpdated)
    }

    @Test("a file that the manifest names and that is not there is named; nothing is signed")
    func missing() throws {
        let fixture = try tree { $0 + "\n[[asset]]\npath = \"data/gone.json\"\n" }
        let before = try fixture.manifest
        let found = rejection {
            _ = try PackageSigner.sign(directory: fixture.package, key: fixture.key, updatesHashes: true)
        }
        #expect(found?.reason == .manifest && found?.message.contains("data/gone.json") == true)
        #expect(try fixture.manifest == before)
        #expect(!FileManager.default.fileExists(atPath: fixture.package + "/plugin.toml.minisig"))
    }

    @Test("a changed file is not signed and not packed by mistake")
    func changed() throws {
        let fixture = try tree()
        _ = try PackageSigner.sign(directory: fixture.package, key: fixture.key, updatesHashes: true)
        try fixture.shell("echo changed >README.md")
        for found in [
            rejection { _ = try PackageArchive.make(directory: fixture.package) },
            rejection {
                _ = try PackageSigner.sign(directory: fixture.package, key: fixture.key, updatesHashes: false)
            },
        ] {
            #expect(found?.reason == .modified && found?.message.contains("README.md") == true, "\(found as Any)")
        }
    }

    @Test("the first approval tells limits and privilege of every grant, before any long text")
    func grants() throws {
        let text = """
            [[permissions.ssh_section]]
            id = "long"
            part = "root"
            command = "\(String(repeating: "x", count: 2_000))"
            """
        let manifest = try ManifestParser.parse(Array((ManifestSample.text(id: "com.example.g") + "\n" + text).utf8))
        let asked = GrantsDiff(from: nil, to: manifest).asked
        #expect(asked.contains { $0.hasPrefix("section long: added (part root, ") }, "\(asked)")
        #expect(asked.contains { $0.hasPrefix("isolation limits: added (mode ") }, "\(asked)")
        #expect(asked.allSatisfy { !$0.hasSuffix(": ") })
    }
}

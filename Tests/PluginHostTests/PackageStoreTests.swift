import Foundation
import Testing

@testable import PluginHost

@Suite struct PackageStoreTests {
    private func fixture(version: String = "0.1.0") throws -> (fixture: TrustFixture, archive: [UInt8]) {
        let fixture = try TrustFixture { $0.replacing("0.1.0", with: version) }
        try fixture.sign(comment: "tests")
        return (fixture, try PackageArchive.make(directory: fixture.package))
    }

    private func store() throws -> PackageStore {
        PackageStore(root: try PluginFixture.temporaryDirectory() + "/plugins")
    }

    private func policy(_ fixture: TrustFixture) throws -> SignedTrustPolicy {
        SignedTrustPolicy(ring: try fixture.ring())
    }

    /// A folder of the store as an installation leaves it, for versions whose shared object would not load.
    private func place(_ store: PackageStore, _ version: String) throws {
        let path = "\(store.root)/\(TrustFixture.id)/\(version)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    @Test("an installed package is scanned as trusted; the same bytes again change nothing")
    func install() throws {
        let (fixture, archive) = try fixture()
        let store = try store()
        let installed = try store.install(archive, trust: policy(fixture))
        #expect(installed.isNew && installed.directory == "\(store.root)/\(TrustFixture.id)/0.1.0")
        #expect(installed.trust.signer?.keyID == fixture.key.publicKey.id)
        #expect(try !store.install(archive, trust: policy(fixture)).isNew)
        #expect(try store.list().map(\.directory) == [installed.directory])
        let scanned = try PluginCatalog(trust: policy(fixture)).scan(store: store.root)
        guard scanned.count == 1, case .verified(let package) = scanned[0].outcome else {
            throw PluginFixture.Failure(message: "\(scanned)")
        }
        #expect(package.digest == installed.digest && package.directory == installed.directory)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(store.root)/\(TrustFixture.id)") == ["0.1.0"])
        try PluginFixture.run("/bin/sh", ["-c", "diff -r \(fixture.package) \(installed.directory)"])
    }

    @Test("whatever the process's mask is, what is installed passes the path checks")
    func modes() throws {
        let (fixture, archive) = try fixture()
        let store = try store()
        _ = try store.install(archive, trust: policy(fixture))
        let wrong = try PluginFixture.temporaryDirectory() + "/wrong"
        try PluginFixture.run(
            "/bin/sh",
            ["-c", "find \(store.root) -type d ! -perm 755 -o -type f -perm /022 > \(wrong); test ! -s \(wrong)"])
    }

    @Test("another content under an installed version is refused and leaves the first alone")
    func conflict() throws {
        let (fixture, archive) = try fixture()
        let store = try store()
        _ = try store.install(archive, trust: policy(fixture))
        let other = try TrustFixture { $0.replacing("name = \"Echo\"", with: "name = \"Other\"") }
        let bytes = try PackageArchive.make(directory: other.package)
        do throws(PluginRejection) {
            _ = try store.install(bytes, trust: SignedTrustPolicy(ring: try ring(other)))
            Issue.record("installed over another package")
        } catch {
            #expect(error.reason == .duplicate)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(store.root)/\(TrustFixture.id)") == ["0.1.0"])
        let text = try String(contentsOfFile: "\(store.root)/\(TrustFixture.id)/0.1.0/plugin.toml", encoding: .utf8)
        #expect(text.contains("name = \"Echo\""))
    }

    private func ring(_ fixture: TrustFixture) throws(PluginRejection) -> TrustRing {
        do {
            return try fixture.ring()
        } catch {
            throw PluginRejection(.untrusted, "\(error)")
        }
    }

    @Test("a refused package leaves nothing behind: untrusted, downgraded, of another identity")
    func refused() throws {
        let (fixture, archive) = try fixture()
        let store = try store()
        let floor = InMemoryVersionFloor([TrustFixture.id: try #require(SemanticVersion("0.2.0"))])
        #expect(throws: PluginRejection.self) {
            try store.install(archive, trust: SignedTrustPolicy(ring: TrustRing()))
        }
        #expect(throws: PluginRejection.self) { try store.install(archive, trust: policy(fixture), floor: floor) }
        // The manifest was changed and signed; the shared object still says 0.1.0.
        let (other, bytes) = try self.fixture(version: "0.9.0")
        do throws(PluginRejection) {
            _ = try store.install(bytes, trust: SignedTrustPolicy(ring: try ring(other)))
            Issue.record("a package of two versions was installed")
        } catch {
            #expect(error.reason == .identity)
        }
        #expect(!FileManager.default.fileExists(atPath: store.root))
    }

    @Test("what an interrupted installation leaves is never loaded and goes with the next change")
    func interrupted() throws {
        let (fixture, archive) = try fixture()
        let store = try store()
        let installed = try store.install(archive, trust: policy(fixture))
        let folder = "\(store.root)/\(TrustFixture.id)"
        try PluginFixture.run(
            "/bin/sh", ["-c", "cp -a \(installed.directory) \(folder)/.tmp-left && rm -r \(folder)/.tmp-left/lib"])
        #expect(try store.list().count == 1)
        #expect(try PluginCatalog(trust: policy(fixture)).scan(store: store.root).count == 1)
        try store.sweep()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["0.1.0"])
        try PluginFixture.run("/bin/sh", ["-c", "mkdir -p \(folder)/.tmp-again/a && touch \(folder)/.tmp-again/a/b"])
        _ = try store.install(archive, trust: policy(fixture))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["0.1.0"])
    }

    @Test("removing takes one version; wrong names take nothing")
    func remove() throws {
        let (fixture, archive) = try fixture()
        let store = try store()
        _ = try store.install(archive, trust: policy(fixture))
        for (id, version) in [("..", "1.0.0"), (TrustFixture.id, ".."), (TrustFixture.id, "../../x"), ("a/b", "1.0.0")]
        {
            #expect(throws: PluginRejection.self) { try store.remove(id: id, version: version) }
        }
        #expect(try !store.remove(id: TrustFixture.id, version: "0.1.1"))
        #expect(try store.remove(id: TrustFixture.id, version: "0.1.0"))
        #expect(try !store.remove(id: TrustFixture.id, version: "0.1.0"))
        #expect(try store.list().isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: store.root).isEmpty)
    }

    @Test("versions are listed newest first, and those that are too many are neither the newest nor in use")
    func surplus() throws {
        let store = try store()
        for version in ["1.2.0", "1.10.0", "1.9.0", "2.0.0-rc.1", "0.9.0", "notes"] { try place(store, version) }
        let all = ["2.0.0-rc.1", "1.10.0", "1.9.0", "1.2.0", "0.9.0"]
        #expect(try store.list().map(\.version.description) == all)
        let inUse = try #require(SemanticVersion("1.2.0"))
        let surplus = try store.surplus(id: TrustFixture.id, and: [inUse]).map(\.version.description)
        #expect(surplus == ["1.9.0", "0.9.0"])
        #expect(try store.surplus(id: "com.example.none").isEmpty)
    }

    @Test("a folder that does not belong to its package is rejected when the store is scanned")
    func identity() throws {
        let (fixture, archive) = try fixture()
        let store = try store()
        let installed = try store.install(archive, trust: policy(fixture))
        try PluginFixture.run(
            "/bin/sh",
            [
                "-c",
                "cd \(store.root) && cp -a \(installed.directory) \(TrustFixture.id)/0.3.0 && cp -a \(TrustFixture.id) com.example.x",
            ])
        let scanned = try PluginCatalog(trust: policy(fixture)).scan(store: store.root)
        let reasons = scanned.map { plugin -> String in
            if case .rejected(let rejection) = plugin.outcome { rejection.reason.rawValue } else { "verified" }
        }
        #expect(reasons == ["identity", "identity", "identity", "verified"])
        #expect(try PluginCatalog(trust: policy(fixture)).scan(store: store.root + "/nothing").isEmpty)
    }

    @Test("a store that others can change is refused")
    func unsafe() throws {
        let (fixture, archive) = try fixture()
        let store = try store()
        _ = try store.install(archive, trust: policy(fixture))
        try PluginFixture.run("/bin/chmod", ["o+w", store.root])
        #expect(throws: PluginRejection.self) { try store.install(archive, trust: policy(fixture)) }
        #expect(throws: PluginRejection.self) { try store.list() }
        #expect(throws: PluginError.self) { try PluginCatalog(trust: policy(fixture)).scan(store: store.root) }
    }
}

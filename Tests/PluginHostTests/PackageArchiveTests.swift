import Foundation
import Testing

@testable import PluginHost

@Suite struct PackageArchiveTests {
    private static let block = TarEntry.blockSize

    private func open(_ bytes: [UInt8], _ fixture: TrustFixture) throws -> PackageArchive.Opened {
        let policy = SignedTrustPolicy(ring: try fixture.ring())
        return try PackageArchive.open(bytes, verifier: PackageVerifier(trust: policy, floor: InMemoryVersionFloor()))
    }

    private func rejection(_ bytes: [UInt8], _ fixture: TrustFixture) throws -> PluginRejection {
        do {
            _ = try open(bytes, fixture)
        } catch let rejection as PluginRejection {
            return rejection
        }
        throw PluginFixture.Failure(message: "the archive is not rejected")
    }

    /// Entries with the archive's end, in the order given.
    private func archive(_ entries: [(header: [UInt8], content: [UInt8])]) -> [UInt8] {
        entries.flatMap { entry in
            entry.header + entry.content
                + [UInt8](repeating: 0, count: (Self.block - entry.content.count % Self.block) % Self.block)
        } + [UInt8](repeating: 0, count: 2 * Self.block)
    }

    private func entry(_ path: String, _ content: [UInt8], edit: (inout [UInt8]) -> Void = { _ in }) throws
        -> (header: [UInt8], content: [UInt8])
    {
        var header = try #require(TarEntry(path: path, size: content.count, isExecutable: false).header())
        edit(&header)
        return (Self.summed(header), content)
    }

    /// A header with the checksum that its bytes ask for.
    private static func summed(_ header: [UInt8]) -> [UInt8] {
        var header = header
        header.replaceSubrange(148..<156, with: Array("        ".utf8))
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        let digits = String(repeating: "0", count: 6 - sum.count) + sum
        header.replaceSubrange(148..<156, with: Array(digits.utf8) + [0, UInt8(ascii: " ")])
        return header
    }

    private func head(_ fixture: TrustFixture) throws -> [(header: [UInt8], content: [UInt8])] {
        try ["plugin.toml", "plugin.toml.minisig"].map { name in
            try entry(name, Array(try Data(contentsOf: URL(fileURLWithPath: "\(fixture.package)/\(name)"))))
        }
    }

    @Test("the same package makes the same bytes, in the fixed order, and tar reads them")
    func deterministic() throws {
        let fixture = try TrustFixture()
        let bytes = try PackageArchive.make(directory: fixture.package)
        try fixture.shell("chmod 600 README.md && touch schema/* && chmod g+w plugin.toml")
        #expect(try PackageArchive.make(directory: fixture.package) == bytes)
        let folder = try PluginFixture.temporaryDirectory()
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/p.owp"))
        try PluginFixture.run("/bin/sh", ["-c", "cd \(folder) && tar tf p.owp > list && mkdir x && tar xf p.owp -C x"])
        let list = try String(contentsOfFile: "\(folder)/list", encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(list.prefix(2) == ["plugin.toml", "plugin.toml.minisig"])
        #expect(list.dropFirst(2) == list.dropFirst(2).sorted()[...] && list.count >= 5)
        try PluginFixture.run("/bin/sh", ["-c", "diff -r \(folder)/x \(fixture.package)"])
        let opened = try open(bytes, fixture)
        #expect(opened.archive.paths() == list.sorted())
        #expect(opened.trust.signer?.keyID == fixture.key.publicKey.id)
    }

    @Test("an unsigned package is packed and opened too; then its manifest says what may be in it")
    func unsigned() throws {
        let fixture = try TrustFixture(hashes: false)
        try fixture.shell("rm plugin.toml.minisig")
        let bytes = try PackageArchive.make(directory: fixture.package)
        let verifier = PackageVerifier(
            trust: AllowListedTrustPolicy(ids: [TrustFixture.id]), floor: InMemoryVersionFloor())
        let opened = try PackageArchive.open(bytes, verifier: verifier)
        #expect(opened.trust == .unsigned)
        #expect(!opened.archive.contains("README.md") && opened.archive.contains("schema/result.json"))
        #expect(try rejection(bytes, fixture).reason == .untrusted)
    }

    @Test("packing leaves out what the manifest does not list, and refuses files that are not the listed ones")
    func packing() throws {
        let fixture = try TrustFixture()
        // What the manifest does not list stays where it is.
        try fixture.shell("echo x > extra")
        let verifier = PackageVerifier(
            trust: AllowListedTrustPolicy(ids: [TrustFixture.id]), floor: InMemoryVersionFloor())
        let bytes = try PackageArchive.make(directory: fixture.package)
        #expect(!(try PackageArchive.open(bytes, verifier: verifier)).archive.contains("extra"))
        try fixture.shell("rm extra && echo x >> README.md")
        #expect(throws: PluginRejection.self) { try PackageArchive.make(directory: fixture.package) }
        try fixture.shell("rm README.md && ln -s /etc/passwd README.md")
        #expect(throws: PluginRejection.self) { try PackageArchive.make(directory: fixture.package) }
    }

    @Test("nothing behind manifest and signature is looked at before these are trusted")
    func order() throws {
        let fixture = try TrustFixture()
        var bytes = try PackageArchive.make(directory: fixture.package)
        let second = try head(fixture).map { $0.header.count + ($0.content.count + 511) / 512 * 512 }.reduce(0, +)
        for index in second..<bytes.count { bytes[index] = 0xff }
        #expect(try rejection(bytes, fixture).reason == .archive)
        let stranger = SignedTrustPolicy(ring: TrustRing())
        do throws(PluginRejection) {
            _ = try PackageArchive.open(
                bytes, verifier: PackageVerifier(trust: stranger, floor: InMemoryVersionFloor()))
            Issue.record("a package of an unknown key was opened")
        } catch {
            #expect(error.reason == .untrusted)
        }
    }

    @Test("links, devices, pax and GNU headers are rejected by name", arguments: Array("123456xgLKAV".utf8))
    func kinds(type: UInt8) throws {
        let fixture = try TrustFixture()
        let bad = try entry("README.md", Array("x".utf8)) { $0[156] = type }
        #expect(try rejection(archive(head(fixture) + [bad]), fixture).reason == .archive)
        #expect(try rejection(archive([bad]), fixture).reason == .archive)
    }

    @Test(
        "paths that lead elsewhere are rejected",
        arguments: ["../x", "/etc/passwd", "a/../../x", "./README.md", "a//b", "a/", "..", "README.md\u{1b}[2J", "é"])
    func paths(path: String) throws {
        let fixture = try TrustFixture()
        let bad = try entry("README.md", Array("x".utf8)) { header in
            header.replaceSubrange(0..<100, with: [UInt8](repeating: 0, count: 100))
            header.replaceSubrange(0..<path.utf8.count, with: Array(path.utf8))
        }
        #expect(try rejection(archive(head(fixture) + [bad]), fixture).reason == .archive)
    }

    @Test("every other way to write a header is rejected: mode, owner, time, size, checksum, names, tails")
    func headers() throws {
        let fixture = try TrustFixture()
        let content = Array(try Data(contentsOf: URL(fileURLWithPath: "\(fixture.package)/README.md")))
        func check(_ text: String, _ edit: (inout [UInt8]) -> Void) throws {
            let bad = try entry("README.md", content, edit: edit)
            let rejection = try rejection(archive(head(fixture) + [bad]), fixture)
            #expect(rejection.reason == .archive && rejection.message.contains(text), "\(text): \(rejection)")
        }
        try check("mode") { $0.replaceSubrange(100..<107, with: Array("0004755".utf8)) }
        try check("owner") { $0[114] = UInt8(ascii: "1") }
        try check("time") { $0[146] = UInt8(ascii: "1") }
        try check("size") { $0[124] = UInt8(ascii: " ") }
        try check("empty") { $0[160] = UInt8(ascii: "x") }
        try check("empty") { $0[270] = UInt8(ascii: "r") }
        try check("name") { $0[50] = UInt8(ascii: "x") }
        try check("name") { $0[510] = 1 }
        try check("ustar") { $0[262] = UInt8(ascii: " ") }
        try check("ends inside") { $0.replaceSubrange(124..<135, with: Array("00077777777".utf8)) }
        var wrong = try entry("README.md", content)
        wrong.header[149] ^= 1
        #expect(try rejection(archive(head(fixture) + [wrong]), fixture).message.contains("checksum"))
    }

    @Test("duplicates, wrong order, unlisted names, missing files and trailing bytes are rejected")
    func structure() throws {
        let fixture = try TrustFixture()
        let good = try PackageArchive.make(directory: fixture.package)
        let first = try head(fixture)
        let readme = try entry(
            "README.md", Array(try Data(contentsOf: URL(fileURLWithPath: "\(fixture.package)/README.md"))))
        for bad in [
            archive(first + [readme, readme]), archive(first + [readme, first[0]]), archive(first + first),
            archive([first[1], first[0]]), archive([readme] + first), archive(first + [try entry("evil.so", [1])]),
            good + [UInt8](repeating: 0, count: Self.block), good + good, Array(good.dropLast(Self.block)),
            Array(good.dropLast(2 * Self.block)), Array(good.dropLast(1)), [], [UInt8](repeating: 0, count: 2_048),
            [UInt8](repeating: 0, count: PackageArchive.sizeLimit + Self.block),
        ] { #expect(try rejection(bad, fixture).reason == .archive) }
        var padded = good
        let padding = Self.block + (try fixture.manifest.count)
        #expect(padded[padding] == 0)
        padded[padding] = 1
        #expect(try rejection(padded, fixture).reason == .archive)
        // Complete as an archive, incomplete as a package.
        let store = PackageStore(root: try PluginFixture.temporaryDirectory())
        do throws(PluginRejection) {
            _ = try store.install(archive(first + [readme]), trust: SignedTrustPolicy(ring: try fixtureRing(fixture)))
            Issue.record("an incomplete package was installed")
        } catch {
            #expect(error.reason == .modified)
        }
        #expect(try store.list().isEmpty)
    }

    private func fixtureRing(_ fixture: TrustFixture) throws(PluginRejection) -> TrustRing {
        do {
            return try fixture.ring()
        } catch {
            throw PluginRejection(.untrusted, "\(error)")
        }
    }

    @Test("paths of up to 255 bytes fit a header, each in one way")
    func longPaths() throws {
        for path in [
            "a", String(repeating: "a", count: 100),
            String(repeating: "a", count: 60) + "/" + String(repeating: "b", count: 60),
            String(repeating: "d/", count: 70) + String(repeating: "e", count: 90),
        ] {
            let entry = TarEntry(path: path, size: 513, isExecutable: true)
            guard let header = entry.header() else {
                #expect(path.utf8.count > 100)
                continue
            }
            if TextRule.relativePath.accepts(path) { #expect(try TarEntry(header: header[...]) == entry) }
        }
        #expect(TarEntry(path: String(repeating: "a", count: 101), size: 1, isExecutable: false).header() == nil)
    }
}

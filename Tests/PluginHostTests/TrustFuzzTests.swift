import Foundation
import Testing

@testable import PluginHost

/// Thousands of small changes to inputs that were right: nothing crashes, and nothing that differs is accepted.
@Suite struct TrustFuzzTests {
    /// SplitMix64: the same numbers in each run.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
            return value ^ value >> 31
        }
    }

    private func mutated(_ bytes: [UInt8], _ numbers: inout Numbers) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &numbers) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &numbers)
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &numbers)
            case 1: bytes[index] = UInt8.random(in: 0...255, using: &numbers)
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: index)
            case 4: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...64, using: &numbers)))
            default:
                let count = min(Int.random(in: 1...64, using: &numbers), bytes.count - index)
                bytes.insert(
                    contentsOf: bytes[index..<index + count], at: Int.random(in: bytes.indices, using: &numbers))
            }
        }
        return bytes
    }

    @Test("a changed signature file is refused, unless only what nobody signs was changed")
    func signatures() async throws { try await PluginFixture.onThread { try signaturesRounds() } }

    private func signaturesRounds() throws {
        var numbers = Numbers(state: 1)
        let key = MinisignSecretKey()
        let message = Array("manifest = 1\n".utf8)
        let original = try key.sign(message, trustedComment: "com.acme.disk 1.0.0 2026-01-01T00:00:00Z")
        for _ in 0..<4_000 {
            guard let signature = try? MinisignSignature(file: mutated(original.file, &numbers)) else { continue }
            guard (try? signature.verify(message, with: key.publicKey)) != nil else { continue }
            #expect(signature.trustedComment == original.trustedComment)
            #expect(signature.signature == original.signature && signature.keyID == original.keyID)
        }
    }

    @Test("a changed key file is refused or holds a key that works")
    func keys() async throws { try await PluginFixture.onThread { try keysRounds() } }

    private func keysRounds() throws {
        var numbers = Numbers(state: 2)
        let secret = try MinisignSecretKey().file()
        let message = Array("x".utf8)
        for _ in 0..<2_000 {
            // A password would cost a second each.
            let bytes = mutated(secret, &numbers)
            guard let key = try? MinisignSecretKey(file: bytes, password: nil) else { continue }
            try key.sign(message, trustedComment: "").verify(message, with: key.publicKey)
        }
        let publicKey = MinisignSecretKey().publicKey
        for _ in 0..<2_000 {
            guard let key = try? MinisignPublicKey(file: mutated(publicKey.file, &numbers)) else { continue }
            #expect(MinisignPublicKey(key.text) == key)
        }
    }

    @Test("a changed archive is refused")
    func archives() async throws { try await PluginFixture.onThread { try archivesRounds() } }

    private func archivesRounds() throws {
        var numbers = Numbers(state: 3)
        let fixture = try TrustFixture()
        let verifier = PackageVerifier(
            trust: SignedTrustPolicy(ring: try fixture.ring()), floor: InMemoryVersionFloor())
        let archive = try PackageArchive.make(directory: fixture.package)
        let original = try PackageArchive.open(archive, verifier: verifier)
        for _ in 0..<2_000 {
            let bytes = mutated(archive, &numbers)
            guard bytes != archive, let opened = try? PackageArchive.open(bytes, verifier: verifier) else { continue }
            // Right as an archive: then the difference is in a file, which its digest gives away, or in the comment
            // that nobody signs.
            if (try? PackageFiles.check(opened.manifest, isSigned: true, source: opened.archive)) != nil {
                for path in original.archive.paths() where path != PackageVerifier.signatureName {
                    let same =
                        try opened.archive.read(path, limit: 1 << 20) == original.archive.read(path, limit: 1 << 20)
                    #expect(same, "\(path) differs and was accepted")
                }
            }
        }
    }

    @Test("changed headers alone are refused")
    func headers() async throws { try await PluginFixture.onThread { try headersRounds() } }

    private func headersRounds() throws {
        var numbers = Numbers(state: 4)
        let header = try #require(
            TarEntry(path: "lib/linux-x86_64/plugin.so", size: 70_000, isExecutable: true).header())
        for _ in 0..<5_000 {
            var bytes = mutated(header, &numbers).prefix(TarEntry.blockSize)
            bytes += [UInt8](repeating: 0, count: TarEntry.blockSize - bytes.count)
            guard let entry = try? TarEntry(header: bytes) else { continue }
            #expect(entry.header() == Array(bytes))
        }
    }

    @Test("a changed manifest or trust file is refused with reasons, or means something valid")
    func manifests() async throws { try await PluginFixture.onThread { try manifestsRounds() } }

    private func manifestsRounds() throws {
        var numbers = Numbers(state: 5)
        let fixture = try TrustFixture()
        let manifest = try fixture.manifest
        for _ in 0..<1_500 {
            do throws(PluginError) {
                let parsed = try ManifestParser.parse(mutated(manifest, &numbers))
                #expect(TextRule.pluginID.accepts(parsed.id) && SemanticVersion(parsed.version) != nil)
                #expect(parsed.listed.allSatisfy { TextRule.relativePath.accepts($0.path) })
            } catch {
                #expect(!error.faults.isEmpty)
            }
        }
        let ring = Array(
            "[[key]]\nname = \"A\"\nkey = \"\(fixture.key.publicKey.text)\"\ntier = \"dev\"\nid_prefix = [\"com.acme.\"]\n"
                .utf8)
        for _ in 0..<1_500 {
            let text = String(decoding: mutated(ring, &numbers), as: UTF8.self)
            guard let parsed = try? TrustRing(text: text) else { continue }
            #expect(
                parsed.keys.values.allSatisfy { key in key.idPrefixes.allSatisfy { TextRule.idPrefix.accepts($0) } })
        }
    }

    @Test("digests written into a changed manifest are right, or nothing is written")
    func hashes() async throws { try await PluginFixture.onThread { try hashesRounds() } }

    private func hashesRounds() throws {
        var numbers = Numbers(state: 6)
        let fixture = try TrustFixture(hashes: false)
        let files = ["lib/linux-x86_64/plugin.so": [UInt8(1)], "README.md": [2], "schema/result.json": [3]]
        for _ in 0..<500 {
            let text = String(decoding: mutated(try fixture.manifest, &numbers), as: UTF8.self)
            guard let updated = try? ManifestHashes.update(text, files: files) else { continue }
            let manifest = try ManifestParser.parse(Array(updated.utf8))
            #expect(Set(manifest.listed.map(\.path)) == Set(files.keys))
        }
    }
}

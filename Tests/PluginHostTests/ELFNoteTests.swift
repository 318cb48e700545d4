import Foundation
import PluginABI
import Testing

@testable import PluginHost

@Suite struct ELFNoteTests {
    private func object() throws -> [UInt8] {
        let path = try PluginFixture.conformance.get() + "/echo/lib/linux-x86_64/plugin.so"
        return Array(try #require(FileManager.default.contents(atPath: path)))
    }

    @Test("the note of a real plugin is read without loading it")
    func real() throws {
        let note = try ELFNote(reading: object())
        #expect(note.id == "org.openwatch.test.echo")
        #expect(note.version == "0.1.0")
        #expect(note.abiMajor == 1)
        #expect(note.abiMinor == 1)
        #expect(note.machine == .x8664)
        #expect(note.language == Int(OW_LANG_C))
    }

    @Test("a file cut anywhere is refused or still says the same")
    func truncated() throws {
        let file = try object()
        let whole = try ELFNote(reading: file)
        for length in stride(from: 0, to: file.count, by: 7) {
            do {
                #expect(try ELFNote(reading: Array(file[..<length])) == whole)
            } catch {
                #expect([.elf, .abi].contains(error.code))
            }
        }
    }

    @Test(
        "mutated files are refused or read, and never crash the reader",
        arguments: [0xe1f0_0001 as UInt64, 0xe1f0_0002])
    func mutated(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let original = try object()
        // Where the reader looks: the file header, the program headers, and the note itself.
        let note = try #require(
            original.indices.first { original[$0...].starts(with: Array("OWP\0".utf8)) && original[$0...].count > 104 })
        var refused = 0
        for _ in 0..<10_000 {
            var file = original
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let places = [0..<64, 64..<min(1_000, file.count), max(0, note - 12)..<note + 104, file.indices]
                let range = places[Int.random(in: 0..<places.count, using: &random)]
                let values: [UInt8] = [0, 1, 4, 7, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &random)]
                file[Int.random(in: range, using: &random)] = values[Int.random(in: values.indices, using: &random)]
            }
            do {
                _ = try ELFNote(reading: file)
            } catch {
                refused += 1
                #expect([.elf, .abi].contains(error.code), "seed \(seed)")
            }
        }
        #expect(refused > 500, "seed \(seed)")
    }

    @Test("garbage is refused", arguments: [0xbad_0001 as UInt64])
    func garbage(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            var file = (0..<Int.random(in: 0...600, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let head: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]
            if file.count > 20, Bool.random(using: &random) {
                file.replaceSubrange(0..<7, with: head)
                file.replaceSubrange(16..<20, with: [3, 0, 62, 0])
            }
            #expect(throws: PluginError.self, "seed \(seed)") { try ELFNote(reading: file) }
        }
    }

    @Test("a mismatch names both sides and the fix")
    func mismatch() throws {
        let note = try ELFNote(reading: object())
        let other = try ManifestParser.parse(Array(ManifestSample.text().utf8))
        let identity = #expect(throws: PluginError.self) { try note.check(against: other) }
        #expect(identity?.code == .identity)
        #expect(identity?.message.contains("org.openwatch.test.echo 0.1.0") == true)
        #expect(identity?.message.contains("com.example.disk 1.4.2") == true)
        let machine = #expect(throws: PluginError.self) { try note.check(against: other, machine: .aarch64) }
        #expect(machine?.message.contains("x86_64") == true && machine?.message.contains("aarch64") == true)
        #expect(machine?.hint != nil)
    }

    @Test("SHA-256 agrees with the published test vectors and with sha256sum")
    func digest() throws {
        #expect(SHA256Digest.hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            SHA256Digest.hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let long = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        #expect(SHA256Digest.hex(long) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        let million = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
        let directory = try PluginFixture.temporaryDirectory()
        try PluginFixture.write(String(decoding: million, as: UTF8.self), to: directory + "/a")
        try PluginFixture.run(
            "/bin/sh", ["-c", "sha256sum < \(directory)/a | cut -d' ' -f1 | tr -d '\\n' > \(directory)/b"])
        #expect(SHA256Digest.hex(million) == (try String(contentsOfFile: directory + "/b", encoding: .utf8)))
    }
}

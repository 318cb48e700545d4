import Foundation
import Testing

@testable import PluginHost

@Suite struct ManifestHashesTests {
    private let object = "lib/linux-x86_64/plugin.so"

    @Test("digests of all files are written, the rest of the text stays as it is, a second time changes nothing")
    func update() throws {
        let text = ManifestSample.text(
            extra: """

                # A comment at the end.
                [[permissions.ssh_section]]
                id = "tricky"
                part = "user"
                command = '''
                [[file]]
                sha256 = "not a key"
                [[asset]]
                path = 'x' # "
                '''
                """)
        let files = [object: Array("so".utf8), "README.md": Array("read".utf8), "schema/a.json": Array("{}".utf8)]
        let updated = try ManifestHashes.update(text, files: files)
        let manifest = try ManifestParser.parse(Array(updated.utf8))
        #expect(manifest.files.first?.sha256 == SHA256Digest.hex(Array("so".utf8)) && manifest.files.first?.size == 2)
        #expect(manifest.assets.map(\.path) == ["README.md", "schema/a.json"] && manifest.assets[1].size == 2)
        #expect(manifest.permissions.sections.last?.command.contains("sha256 = \"not a key\"") == true)
        #expect(updated.contains("# A comment at the end."))
        #expect(try ManifestHashes.update(updated, files: files) == updated)
        // A file that the manifest names has to be there.
        let error = #expect(throws: PluginError.self) {
            try ManifestHashes.update(updated, files: [object: Array("other".utf8)])
        }
        #expect(error?.message.contains("README.md") == true)
        var kept = updated.split(separator: "\n")
        for line in text.split(separator: "\n") {
            let index = try #require(kept.firstIndex(of: line), "\(line)")
            kept.removeSubrange(...index)
        }
    }

    @Test("a manifest without its shared object, or with files written in another way, is left alone")
    func refused() throws {
        #expect(throws: PluginError.self) { try ManifestHashes.update(ManifestSample.text(), files: [:]) }
        #expect(throws: PluginError.self) { try ManifestHashes.update("manifest = 1", files: [object: []]) }
        let inline = ManifestSample.text().replacing(
            "[[file]]\npath = \"lib/linux-x86_64/plugin.so\"\narch = \"x86_64\"\nruntime = \"c\"\n", with: "")
        let text = "file = [{ path = \"\(object)\", arch = \"x86_64\" }]\n" + inline
        _ = try ManifestParser.parse(Array(text.utf8))
        do throws(PluginError) {
            _ = try ManifestHashes.update(text, files: [object: [1]])
            Issue.record("digests were written")
        } catch {
            #expect(error.hint?.contains("[[file]]") == true)
        }
    }

    @Test("assets are checked like everything else in a manifest")
    func assets() throws {
        let digest = String(repeating: "0", count: 64)
        func faults(_ asset: String) -> [String] {
            do throws(PluginError) {
                _ = try ManifestParser.parse(Array(ManifestSample.text(extra: "\n[[asset]]\n\(asset)\n").utf8))
                return []
            } catch {
                return error.faults.map(\.path)
            }
        }
        #expect(faults("path = \"a\"\nsha256 = \"\(digest)\"\nsize = 1").isEmpty)
        #expect(faults("path = \"../a\"\nsha256 = \"\(digest)\"") == ["asset[0].path"])
        // The digest of an asset may be filled in later; a signed package is not accepted without it.
        #expect(faults("path = \"a\"").isEmpty)
        #expect(faults("sha256 = \"\(digest)\"") == ["asset[0].path"])
        #expect(faults("path = \"plugin.toml\"\nsha256 = \"\(digest)\"") == ["asset[0].path"])
        #expect(faults("path = \"\(object)\"\nsha256 = \"\(digest)\"") == ["asset[0].path"])
        #expect(faults("path = \"a\"\nsha256 = \"\(digest)\"\nsize = -1") == ["asset[0].size"])
        #expect(faults("path = \"a\"\nsha256 = \"\(digest)\"\nmode = 1") == ["asset[0].mode"])
    }
}

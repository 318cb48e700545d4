import Testing
import VendorKit

@Suite("Hashes in a manifest")
struct ManifestHashTests {
    private static let hash = String(repeating: "a1", count: 32)

    @Test("are replaced or added, and nothing else changes")
    func update() throws {
        let text = """
            # Mine.
            [[file]]   # the first
            path = "lib/a.so"
              sha256 = "old"   # filled in
            arch = "x86_64"

            [[file]]
              arch = "aarch64"
              path = 'lib/b.so' # no hash yet
            # after it

            [[permissions.ssh_section]]
            command = '''
            [[file]]
            path = "lib/c.so"
            '''
            [[file]]
            path = "lib/gone.so"
            """
        let updated = try ManifestHashes.updating(text) { $0 == "lib/gone.so" ? nil : Self.hash }
        #expect(
            updated
                == text.replacing("\"old\"", with: "\"\(Self.hash)\"").replacing(
                    "# no hash yet\n", with: "# no hash yet\n  sha256 = \"\(Self.hash)\"\n"))
        #expect(try ManifestHashes.updating(updated) { $0 == "lib/gone.so" ? nil : Self.hash } == updated)
    }

    @Test("of other tables are filled in where they are asked for")
    func tables() throws {
        let text = "[[asset]]\npath = \"schema/a.json\"\n[[file]]\npath = \"b\"\n"
        #expect(
            try ManifestHashes.updating(text, tables: ["asset"]) { _ in Self.hash }
                == "[[asset]]\npath = \"schema/a.json\"\nsha256 = \"\(Self.hash)\"\n[[file]]\npath = \"b\"\n")
    }
}

import AreaTestSupport
import Database
import Foundation
import Glibc
import Identity
import TestSupport
import Testing

@testable import Server

@Suite("Credential key files")
struct CredentialKeyFilesTests {
    private func key(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    private func files(_ directory: TemporaryDirectory, configured: [String] = []) throws -> CredentialKeyFiles {
        try directory.write("k", bytes: key(1), mode: 0o600)
        return CredentialKeyFiles(current: "\(directory.path)/k", configured: configured)
    }

    @Test("a replaced key lies beside the new one under its id, for the owner alone, and the ring finds it")
    func replaced() throws {
        let directory = try TemporaryDirectory()
        let files = try files(directory)
        let old = try CredentialKey(bytes: key(1)).idText
        let mark = files.mark()
        try files.replaceCurrent(with: key(2))
        #expect(try directory.read("k") == key(2) && directory.read("k.\(old)") == key(1))
        #expect(files.mark() != mark)
        let ring = try files.load()
        #expect(try ring.current.idText == CredentialKey(bytes: key(2)).idText && ring.previous.map(\.idText) == [old])
        for name in ["k", "k.\(old)"] {
            var information = stat()
            #expect(stat("\(directory.path)/\(name)", &information) == 0 && information.st_mode & 0o777 == 0o600)
        }
        // Neither the key that is in use nor something that is none comes in, and both keys stay.
        for bytes in [key(2), [1, 2, 3]] {
            #expect(throws: (any Error).self) { try files.replaceCurrent(with: bytes) }
        }
        #expect(try directory.read("k") == key(2) && directory.read("k.\(old)") == key(1))
        // An earlier key may come back: the ring has both still.
        try files.replaceCurrent(with: key(1))
        let back = try files.load()
        #expect(back.current.idText == old && back.previous.map(\.idText) == [ring.current.idText])
    }

    @Test("R9: a key of the ring that others may read, a wrong name and a missing file are refused by name")
    func refused() throws {
        let directory = try TemporaryDirectory()
        let files = try files(directory)
        let name = "k.\(try CredentialKey(bytes: key(2)).idText)"
        func message() -> String {
            do {
                _ = try files.load()
                return ""
            } catch { return "\(error)" }
        }
        try directory.write(name, bytes: key(2), mode: 0o640)
        #expect(message().contains(name) && message().contains("chmod 600"))
        try directory.write(name, bytes: key(3), mode: 0o600)
        #expect(message().contains("not the one of its name"))
        try directory.write(name, bytes: [1], mode: 0o600)
        #expect(message().contains("exactly 32 bytes"))
        try directory.write(name, bytes: key(2), mode: 0o600)
        #expect(message() == "")
        // What is named otherwise is not a key.
        try directory.write("k.old", bytes: [1], mode: 0o644)
        #expect(try files.load().previous.count == 1)
        let missing = CredentialKeyFiles(current: files.current, configured: ["\(directory.path)/nothing"])
        #expect(throws: ServerError.self) { try missing.load() }
    }

    @Test("R9: a secret file that belongs to another user is refused", .enabled(if: geteuid() == 0))
    func owner() throws {
        let directory = try TemporaryDirectory()
        let files = try files(directory)
        #expect(chown("\(directory.path)/k", 65_534, 65_534) == 0)
        #expect(throws: ServerError.self) { try files.load() }
        // Root reads what the owner of the folder keeps in it, and new files stay that user's.
        #expect(chown(directory.path, 65_534, 65_534) == 0)
        try files.replaceCurrent(with: key(2))
        var information = stat()
        #expect(stat("\(directory.path)/k", &information) == 0 && information.st_uid == 65_534)
    }

    @Test("further keys are those of the configuration")
    func configured() throws {
        let directory = try TemporaryDirectory()
        try directory.write("elsewhere", bytes: key(7), mode: 0o600)
        let files = try files(directory, configured: ["\(directory.path)/elsewhere"])
        #expect(try files.load().previous.map(\.idText) == [CredentialKey(bytes: key(7)).idText])
        var configuration = Configuration()
        configuration.set("identity.previous_credential_key_files", to: "/a,/b", from: .file)
        #expect(configuration.faults.isEmpty)
        configuration.set("identity.previous_credential_key_files", to: "/a,b", from: .file)
        #expect(configuration.faults.count == 1)
    }

    @Test("every encrypted column of the schema is registered, and every registered one exists")
    func registry() async throws {
        try await withAreaDatabase { test in
            let rows = try await test.database.query(
                """
                SELECT table_name || '.' || column_name AS name FROM information_schema.columns
                WHERE table_schema = 'public' AND data_type = 'bytea' AND column_name LIKE 'encrypted\\_%'
                """)
            let found = try rows.map { try $0.string("name") }.sorted()
            let registered = DatabaseOpening.sealedColumns.map { "\($0.table).\($0.column)" }.sorted()
            #expect(found == registered, "rekey would forget what is not in DatabaseOpening.sealedColumns")
            #expect(found.count >= 3)
            for column in DatabaseOpening.sealedColumns {
                let key = try await test.database.query(
                    """
                    SELECT a.attname AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
                        AND a.attnum = ANY(i.indkey) WHERE i.indrelid = $1::text::regclass AND i.indisprimary
                    """, [.text(column.table)])
                #expect(try key.map { try $0.string("name") }.sorted() == column.key.sorted(), "\(column.table)")
            }
        }
    }
}

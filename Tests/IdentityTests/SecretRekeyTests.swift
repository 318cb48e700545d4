import AreaTestSupport
import Contract
import Database
import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite("Rekey")
struct SecretRekeyTests {
    private let old = CredentialBench.key(1)
    private let new = CredentialBench.key(2)

    private func rekey(_ database: Database, _ box: SecretBox, batchSize: Int = 200) -> SecretRekey {
        SecretRekey(
            database: database, box: box, columns: IdentitySealedColumns.all, batchSize: batchSize,
            settling: .milliseconds(50))
    }

    private func fill(_ service: CredentialService, _ count: Int) async throws -> [UUID] {
        var ids: [UUID] = []
        for number in 0..<count {
            let request = CredentialBench.password("c\(number)", password: "password \(number)")
            ids.append(try await service.create(request, by: .administrator).id)
        }
        return ids
    }

    private func password(_ id: UUID, _ database: Database, key: [UInt8]) async throws -> String {
        let sealed = try await CredentialStore().sealedSecrets(id: id, from: database).password
        let box = try SecretBox(keyBytes: key)
        return String(
            decoding: try box.open(try #require(sealed), place: CredentialSecret.password.place(id)), as: UTF8.self)
    }

    @Test("every secret of every column is under the new key afterwards, and nothing else about it changed")
    func everything() async throws {
        let key = try await IdentityBench.sshKey(passphrase: "open sesame")
        try await withAreaDatabase { test in
            let keys = ReplaceableKeys([old])
            let box = try SecretBox(source: keys)
            let service = try CredentialBench.service(test.database, box: box)
            let id = try await service.create(
                CredentialCreateRequest(
                    scope: "system", name: "both", username: "root", authMethod: "both", password: "pw",
                    privateKey: key, privateKeyPassphrase: "open sesame", isDefault: true), by: .administrator
            ).id
            let ids = try await fill(service, 7)
            let gone = try await service.create(CredentialBench.password("gone"), by: .administrator).id
            try await service.delete(gone, by: .administrator)
            let before = try #require(try await service.credential(forHost: UUID()))
            let stamps = "SELECT string_agg(updated_at::text || revision, ',' ORDER BY id) AS s FROM credentials"
            let untouched = try await test.database.query(stamps).first?.string("s")

            keys.replace(with: [new, old])
            try box.reload()
            let rekey = rekey(test.database, box, batchSize: 3)
            #expect(try await rekey.status().remaining == 10)
            let report = try await rekey.run()
            #expect(report.converted == 10 && report.remaining == 0 && report.unreadable == 0)
            #expect(report.columns.map(\.converted) == [8, 1, 1, 0, 0, 0])
            for (number, id) in ids.enumerated() {
                #expect(try await password(id, test.database, key: new) == "password \(number)")
            }
            // Pooled connections of the credential are not cut, nothing looks edited.
            #expect(try await test.database.query(stamps).first?.string("s") == untouched)
            keys.replace(with: [new])
            try box.reload()
            let after = try #require(try await service.credential(forHost: UUID()))
            #expect(after.version == before.version && after.passphrase == before.passphrase)
            #expect(after.privateKey == Array(key.utf8) && after.id == id)
            #expect(try await rekey.run().converted == 0)
        }
    }

    @Test("changes made meanwhile win and end under the new key; none is lost", .timeLimit(.minutes(2)))
    func concurrentWriters() async throws {
        try await withAreaDatabase { test in
            let keys = ReplaceableKeys([old])
            let server = try CredentialBench.service(test.database, box: try SecretBox(source: keys))
            let ids = try await fill(server, 60)
            keys.replace(with: [new, old])
            // A server that knows of the new key only what its files tell it, and one that sealed just before.
            let late = try SecretBox(keyBytes: old)
            let box = try SecretBox(source: keys)
            let report = try await withThrowingTaskGroup(of: SecretRekey.Report?.self) { group in
                group.addTask { try await rekey(test.database, box, batchSize: 5).run() }
                for writer in 0..<3 {
                    group.addTask {
                        for (number, id) in ids.enumerated() where number % 3 == writer {
                            let request = CredentialUpdateRequest(password: "changed \(number)")
                            _ = try await server.update(id, request, by: .administrator)
                        }
                        return nil
                    }
                }
                group.addTask {
                    for _ in 0..<10 {
                        let id = UUID.v7()
                        let sealed = try late.seal(Array("late".utf8), place: CredentialSecret.password.place(id))
                        try await test.database.execute(
                            """
                            INSERT INTO credentials (id, scope, name, username, auth_method, encrypted_password)
                            VALUES ($1, 'system', $2, 'root', 'password', $3)
                            """, [.uuid(id), .text("late \(id)"), .bytes(sealed)])
                    }
                    return nil
                }
                var report: SecretRekey.Report?
                for try await result in group { report = result ?? report }
                return report
            }
            // The run may have ended before the last writer did; the next one takes what came after it.
            #expect(report != nil)
            let rest = try await rekey(test.database, box).run()
            #expect(rest.remaining == 0 && rest.unreadable == 0)
            for (number, id) in ids.enumerated() {
                #expect(try await password(id, test.database, key: new) == "changed \(number)")
            }
            #expect(try await test.database.count("SELECT count(*) AS n FROM credentials") == 70)
        }
    }

    @Test("a run that was cut off is continued by the next one")
    func resumed() async throws {
        try await withAreaDatabase { test in
            let keys = ReplaceableKeys([old])
            let box = try SecretBox(source: keys)
            let ids = try await fill(try CredentialBench.service(test.database, box: box), 40)
            keys.replace(with: [new, old])
            try box.reload()
            let rekey = rekey(test.database, box, batchSize: 5)
            let cut = Task {
                try await rekey.run { progress in
                    if progress.done >= 10 { withUnsafeCurrentTask { $0?.cancel() } }
                }
            }
            await #expect(throws: (any Error).self) { _ = try await cut.value }
            let between = try await rekey.status()
            #expect((1..<40).contains(between.remaining), "\(between.remaining)")
            let report = try await rekey.run()
            #expect(report.converted == between.remaining && report.remaining == 0)
            for (number, id) in ids.enumerated() {
                #expect(try await password(id, test.database, key: new) == "password \(number)")
            }
        }
    }

    @Test("secrets that do not open are told and left as they are; the others are converted")
    func unreadable() async throws {
        try await withAreaDatabase { test in
            let stranger = try CredentialBench.service(
                test.database, box: try SecretBox(keyBytes: CredentialBench.key(8)))
            _ = try await stranger.create(CredentialBench.password("foreign"), by: .administrator)
            let keys = ReplaceableKeys([new, old])
            let box = try SecretBox(source: keys)
            let known = try CredentialBench.service(test.database, box: try SecretBox(keyBytes: old))
            _ = try await known.create(CredentialBench.password("known"), by: .administrator)
            let torn = try await known.create(CredentialBench.password("torn"), by: .administrator).id
            try await test.database.execute(
                "UPDATE credentials SET encrypted_password = '\\x0102' WHERE id = $1", [.uuid(torn)])
            let report = try await rekey(test.database, box).run()
            #expect(report.converted == 1 && report.unreadable == 2 && report.remaining == 2)
            let foreign = try CredentialKey(bytes: CredentialBench.key(8)).idText
            #expect(report.remainingByKey == [foreign: 1, "damaged": 1])
            #expect(
                try await test.database.count(
                    "SELECT count(*) AS n FROM credentials WHERE encrypted_password = '\\x0102'") == 1)
        }
    }

    @Test("a table with a key of several columns is converted too")
    func compositeKey() async throws {
        try await withAreaDatabase { test in
            let column = SealedColumn(table: "pairs", key: ["a", "b"], column: "encrypted_value")
            try await test.database.execute("CREATE TABLE pairs (a integer, b text, encrypted_value bytea)")
            let sealer = try SecretBox(keyBytes: old)
            for (a, b) in [(2, "x"), (10, "x"), (10, "y"), (10, "é/")] {
                let place = column.place("\(a)", b)
                #expect(place == "pairs/\(a)/\(b)/value")
                try await test.database.execute(
                    "INSERT INTO pairs VALUES ($1, $2, $3)",
                    [.int(a), .text(b), .bytes(try sealer.seal(Array("\(a)\(b)".utf8), place: place))])
            }
            let box = try SecretBox(source: ReplaceableKeys([new, old]))
            let report = try await SecretRekey(
                database: test.database, box: box, columns: [column], batchSize: 1, settling: .zero
            ).run()
            #expect(report.converted == 4 && report.remaining == 0)
            for row in try await test.database.query("SELECT a::text AS a, b, encrypted_value FROM pairs") {
                let (a, b) = (try row.string("a"), try row.string("b"))
                let value = try SecretBox(keyBytes: new).open(
                    try row.bytes("encrypted_value"), place: column.place(a, b))
                #expect(String(decoding: value, as: UTF8.self) == a + b)
            }
        }
    }
}

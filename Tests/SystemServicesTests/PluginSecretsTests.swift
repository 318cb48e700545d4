import AreaTestSupport
import Contract
import Database
import Identity
import JSON
import PluginHost
import Testing

@testable import System

@Suite("Secret fields of a plugin's configuration")
struct PluginSecretsTests {
    private static let id = "com.example.disk"
    private let box: SecretBox
    private let secrets: PluginSecrets

    init() throws {
        box = try SecretBox(keyBytes: Array(repeating: 7, count: 32))
        secrets = PluginSecrets(id: Self.id, fields: ["/token", "/proxy/password", "/list/0"], sealer: box)
    }

    private func opened(_ split: PluginSecrets.Split, _ pointer: String) throws -> String {
        let sealed = try #require(split.sealed[pointer])
        return String(decoding: try PluginSecrets.opener(box)(Self.id, pointer, sealed), as: UTF8.self)
    }

    @Test("secrets are taken out, encrypted, and bound to plugin and place")
    func split() throws {
        let value: JSONValue = [
            "name": "n", "token": "horse", "proxy": ["host": "p", "password": "staple"], "list": ["x"],
        ]
        let split = try secrets.split(value, before: PluginRecord())
        #expect(split.stored == ["name": "n", "proxy": ["host": "p"], "list": [nil]])
        #expect(split.complete == value)
        #expect(try opened(split, "/token") == "horse" && opened(split, "/proxy/password") == "staple")
        let sealed = try #require(split.sealed["/token"])
        #expect(!String(decoding: sealed, as: UTF8.self).contains("horse"))
        let open = PluginSecrets.opener(box)
        #expect(throws: (any Error).self) { try open("com.example.other", "/token", sealed) }
        #expect(throws: (any Error).self) { try open(Self.id, "/proxy/password", sealed) }
        let other = try SecretBox(keyBytes: Array(repeating: 8, count: 32))
        #expect(throws: (any Error).self) { try PluginSecrets.opener(other)(Self.id, "/token", sealed) }
    }

    @Test("the marker keeps what is stored, null and absence remove it")
    func keep() throws {
        var record = PluginRecord()
        let first = try secrets.split(["token": "horse", "proxy": ["password": "staple"]], before: record)
        record.configuration = first.stored
        record.secrets = first.sealed
        let second = try secrets.split(
            ["token": PluginSecrets.marker, "proxy": ["password": nil]], before: record)
        #expect(second.sealed == ["/token": try #require(first.sealed["/token"])])
        #expect(second.complete == ["token": "horse", "proxy": [:]] && second.stored == ["proxy": [:]])
        #expect(try secrets.split([:], before: record).sealed.isEmpty)
    }

    @Test("a text from the time when the field was no secret is kept as one")
    func earlier() throws {
        var record = PluginRecord()
        record.configuration = ["token": "in the clear"]
        #expect(PluginSecrets.masked(record, fields: secrets.fields) == ["token": PluginSecrets.marker])
        let split = try secrets.split(["token": PluginSecrets.marker], before: record)
        #expect(try opened(split, "/token") == "in the clear" && split.stored == [:])
    }

    @Test(
        "what is no secret is refused with its place, and is not quoted",
        arguments: [["token": 4_711], ["token": ""], ["token": ["$secret": "staple"]], ["token": ["$secret": "set"]]]
            as [JSONValue])
    func refused(value: JSONValue) throws {
        let error = #expect(throws: APIError.self) { try secrets.split(value, before: PluginRecord()) }
        #expect(error?.code == .pluginsConfigInvalid && error?.message.hasPrefix("/token ") == true)
        #expect(error?.message.contains("4711") == false && error?.message.contains("staple") == false)
        let large = JSONValue.object(["token": .string(String(repeating: "x", count: 65_537))])
        #expect(throws: APIError.self) { try secrets.split(large, before: PluginRecord()) }
    }

    @Test("the database has no secret in the clear, and gives back what was stored")
    func database() async throws {
        try await withAreaDatabase { test in
            let store = PluginStore()
            let split = try secrets.split(["name": "n", "token": "horse battery"], before: PluginRecord())
            try await test.database.transaction { transaction in
                try await store.setConfiguration(split.stored, secrets: split.sealed, Self.id, in: transaction)
            }
            let record = try await store.record(Self.id, from: test.database)
            #expect(record.secrets == split.sealed && record.configuration == ["name": "n"])
            #expect(
                PluginSecrets.masked(record, fields: secrets.fields) == ["name": "n", "token": PluginSecrets.marker])
            let settings = try await store.settings(from: test.database)
            #expect(settings.plugins[Self.id]?.secrets == split.sealed)
            let row = try await test.database.query("SELECT plugin_settings::text AS all FROM plugin_settings", [])
            #expect(try row.first?.string("all").contains("horse") == false)
        }
    }

    @Test("a configuration is taken back together with its secrets, and not if another secret is there")
    func takenBack() async throws {
        try await withAreaDatabase { test in
            let store = PluginStore()
            let before: [String: [UInt8]] = ["/token": [1, 2]]
            let refused: [String: [UInt8]] = ["/token": [3]]
            func put(_ secrets: [String: [UInt8]]) async throws {
                try await test.database.transaction {
                    try await store.setConfiguration([:], secrets: secrets, Self.id, in: $0)
                }
            }
            func takeBack() async throws -> [String: [UInt8]] {
                try await test.database.transaction {
                    try await store.setConfiguration(
                        [:], secrets: before, Self.id, ifStill: [:], secrets: refused, in: $0)
                }
                return try await store.record(Self.id, from: test.database).secrets
            }
            try await put(refused)
            #expect(try await takeBack() == before)
            try await put(["/token": [4]])
            #expect(try await takeBack() == ["/token": [4]])
        }
    }

    @Test("changes of one plugin come one after the other, those of two do not wait for each other")
    func turns() async throws {
        let turns = PluginTurns()
        let seen = Seen()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask {
                    await turns.taking("one") {
                        await seen.enter(index)
                        try? await Task.sleep(for: .milliseconds(5))
                        await seen.leave()
                    }
                }
            }
        }
        let (most, count) = await (seen.most, seen.count)
        #expect(most == 1 && count == 8)
        await turns.taking("one") { await turns.taking("two") {} }
        _ = try? await turns.taking("one") { throw CancellationError() }
        await turns.taking("one") {}
    }

    private actor Seen {
        var inside = 0, most = 0, count = 0

        func enter(_ index: Int) {
            inside += 1
            count += 1
            most = max(most, inside)
        }

        func leave() { inside -= 1 }
    }
}

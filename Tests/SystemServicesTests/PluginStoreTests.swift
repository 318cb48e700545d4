import AreaTestSupport
import Database
import JSON
import Testing

@testable import System

@Suite("Decisions about plugins")
struct PluginStoreTests {
    private let store = PluginStore()
    private let id = "com.example.disk"

    @Test("a configuration is taken back only while it is the one that is stored")
    func configuration() async throws {
        try await withAreaDatabase { test in
            let (before, refused, other): (JSONValue, JSONValue, JSONValue) = (["a": 1], ["a": 2, "b": 3], ["a": 4])
            func set(_ value: JSONValue) async throws {
                try await test.database.transaction { try await store.setConfiguration(value, id, in: $0) }
            }
            func takeBack() async throws -> JSONValue? {
                try await test.database.transaction {
                    try await store.setConfiguration(before, id, ifStill: refused, in: $0)
                }
                return try await store.record(id, from: test.database).configuration
            }
            try await set(refused)
            #expect(try await takeBack() == before)
            try await set(other)
            #expect(try await takeBack() == other)
        }
    }

    @Test("the choice of a version goes with the version, and no other choice does")
    func choice() async throws {
        try await withAreaDatabase { test in
            try await test.database.transaction { try await store.setVersion("1.0.0", id, in: $0) }
            try await test.database.transaction { try await store.giveUp(version: "2.0.0", id, in: $0) }
            #expect(try await store.record(id, from: test.database).version == "1.0.0")
            try await test.database.transaction { try await store.giveUp(version: "1.0.0", id, in: $0) }
            #expect(try await store.record(id, from: test.database).version == nil)
        }
    }

    @Test("a version that is given up gives its place to the one that serves, or to none")
    func rolledBack() async throws {
        try await withAreaDatabase { test in
            for (serving, expected) in [("1.0.0", "1.0.0"), ("", nil)] as [(String, String?)] {
                try await test.database.transaction { transaction in
                    try await store.setVersion("2.0.0", id, in: transaction)
                    try await store.setFloor("2.0.0", id, in: transaction)
                    try await store.rolledBack(id, from: "2.0.0", to: serving, in: transaction)
                }
                let record = try await store.record(id, from: test.database)
                #expect(record.version == expected && record.floorVersion == expected)
            }
        }
    }
}

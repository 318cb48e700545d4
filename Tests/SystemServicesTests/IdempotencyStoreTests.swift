import AreaTestSupport
import Database
import System
import Testing
import Web

@Suite("Stored idempotency")
struct IdempotencyStoreTests {
    private let hash: [UInt8] = [1, 2, 3]

    private func word(_ decision: IdempotencyDecision) -> String {
        switch decision {
        case .proceed: "proceed"
        case .replay(let status, let body): "replay \(status) \(String(decoding: body, as: UTF8.self))"
        case .reused: "reused"
        case .inFlight: "in flight"
        }
    }

    @Test("a key is claimed, in flight, then replayed, and refused for another request")
    func flow() async throws {
        try await withAreaDatabase { test in
            let store = DatabaseIdempotencyStore(database: test.database)
            func begin(_ hash: [UInt8], actor: String = "a") async throws -> String {
                word(try await store.begin(key: "k", actor: actor, requestHash: hash))
            }
            #expect(try await begin(hash) == "proceed")
            #expect(try await begin(hash) == "in flight")
            #expect(try await begin([9]) == "reused")
            #expect(try await begin(hash, actor: "b") == "proceed")
            try await store.complete(key: "k", actor: "a", status: 201, body: Array("{\"é\":\"\0\"}".utf8))
            #expect(try await begin(hash) == "replay 201 {\"é\":\"\0\"}")
            #expect(try await begin([9]) == "reused")
            #expect(try await begin(hash, actor: "b") == "in flight")
            let hours = try await test.database.count(
                "SELECT (extract(epoch FROM expires_at - now()) / 3600)::int AS n FROM idempotency_keys WHERE actor_id = 'a'"
            )
            #expect(hours == 24)
        }
    }

    @Test("an answer without a body is replayed without one")
    func empty() async throws {
        try await withAreaDatabase { test in
            let store = DatabaseIdempotencyStore(database: test.database)
            _ = try await store.begin(key: "k", actor: "a", requestHash: hash)
            try await store.complete(key: "k", actor: "a", status: 204, body: [])
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: hash)) == "replay 204 ")
        }
    }

    @Test("a key that was given back runs again; an answered one cannot be given back")
    func abandoned() async throws {
        try await withAreaDatabase { test in
            let store = DatabaseIdempotencyStore(database: test.database)
            _ = try await store.begin(key: "k", actor: "a", requestHash: hash)
            try await store.abandon(key: "k", actor: "a")
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: [9])) == "proceed")
            try await store.complete(key: "k", actor: "a", status: 200, body: [])
            try await store.abandon(key: "k", actor: "a")
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: [9])) == "replay 200 ")
        }
    }

    @Test("a request that died with its server, or an old answer, frees its key when its time is over")
    func expiry() async throws {
        try await withAreaDatabase { test in
            let store = DatabaseIdempotencyStore(database: test.database)
            for complete in [false, true] {
                _ = try await store.begin(key: "k", actor: "a", requestHash: hash)
                if complete { try await store.complete(key: "k", actor: "a", status: 200, body: []) }
                try await test.database.execute("UPDATE idempotency_keys SET expires_at = now() - interval '1 second'")
                #expect(word(try await store.begin(key: "k", actor: "a", requestHash: [7])) == "proceed")
                #expect(word(try await store.begin(key: "k", actor: "a", requestHash: [7])) == "in flight")
                try await store.abandon(key: "k", actor: "a")
            }
        }
    }

    @Test("long expired keys are removed on the way")
    func sweep() async throws {
        try await withAreaDatabase { test in
            let store = DatabaseIdempotencyStore(database: test.database)
            for key in ["old", "new"] { _ = try await store.begin(key: key, actor: "a", requestHash: hash) }
            try await test.database.execute(
                "UPDATE idempotency_keys SET expires_at = now() - interval '2 hours' WHERE key = 'old'")
            try await store.complete(key: "new", actor: "a", status: 200, body: [])
            #expect(try await test.database.count("SELECT count(*) AS n FROM idempotency_keys") == 1)
        }
    }

    @Test("of many requests with one key at the same time exactly one proceeds, with a fresh and with an expired key")
    func race() async throws {
        try await withAreaDatabase { test in
            let store = DatabaseIdempotencyStore(database: test.database)
            for round in 0..<10 {
                let words = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<8 {
                        group.addTask { word(try await store.begin(key: "k", actor: "a", requestHash: hash)) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(words.filter { $0 == "proceed" }.count == 1, "round \(round)")
                #expect(words.filter { $0 == "in flight" }.count == 7, "round \(round)")
                try await test.database.execute("UPDATE idempotency_keys SET expires_at = now() - interval '1 second'")
            }
        }
    }
}

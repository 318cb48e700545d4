import AreaTestSupport
import Contract
import Database
import Foundation
import System
import Testing
import Web

@Suite("Stored idempotency")
struct IdempotencyStoreTests {
    private let hash: [UInt8] = [1, 2, 3]

    private func word(_ decision: IdempotencyDecision) -> String {
        switch decision {
        case .proceed: "proceed"
        case .replay(let answer): "replay \(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
        case .reused: "reused"
        case .inFlight: "in flight"
        case .answerLost: "answer lost"
        }
    }

    private func claim(
        _ store: DatabaseIdempotencyStore, key: String = "k", actor: String = "a", hash: [UInt8] = [1, 2, 3]
    ) async throws -> IdempotencyClaim {
        guard case .proceed(let claim) = try await store.begin(key: key, actor: actor, requestHash: hash) else {
            throw Failure()
        }
        return claim
    }

    private struct Failure: Error {}

    private func answer(_ status: Int, _ text: String = "") -> StoredAnswer {
        StoredAnswer(
            status: status,
            headers: [.init(name: "Content-Type", value: "text/x: y"), .init(name: "ETag", value: "\"7\"")],
            body: Array(text.utf8))
    }

    /// The server is gone: nothing renews the lease.
    private func letLeaseEnd(_ database: Database) async throws {
        try await database.execute("UPDATE idempotency_keys SET lease_until = now() - interval '1 second'")
    }

    @Test("a key is claimed, in flight, then replayed whole, and refused for another request")
    func flow() async throws {
        try await withAreaDatabase { test in
            let store = DatabaseIdempotencyStore(database: test.database)
            func begin(_ hash: [UInt8], actor: String = "a") async throws -> String {
                word(try await store.begin(key: "k", actor: actor, requestHash: hash))
            }
            let claim = try await claim(store)
            #expect(try await begin(hash) == "in flight")
            #expect(try await begin([9]) == "reused")
            #expect(try await begin(hash, actor: "b") == "proceed")
            let answer = answer(201, "{\"é\":\"\0\"}")
            try await store.complete(claim, answer)
            guard case .replay(let replayed) = try await store.begin(key: "k", actor: "a", requestHash: hash) else {
                throw Failure()
            }
            #expect(replayed == answer)
            #expect(try await begin([9]) == "reused")
            #expect(try await begin(hash, actor: "b") == "in flight")
            let hours = try await test.database.count(
                "SELECT (extract(epoch FROM expires_at - now()) / 3600)::int AS n FROM idempotency_keys WHERE actor_id = 'a'"
            )
            #expect(hours == 24)
        }
    }

    @Test("a key that was given back runs again; an answered one cannot be given back")
    func abandoned() async throws {
        try await withAreaDatabase { test in
            let store = DatabaseIdempotencyStore(database: test.database)
            try await store.abandon(try await claim(store))
            let second = try await claim(store, hash: [9])
            try await store.complete(second, answer(204))
            try await store.abandon(second)
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: [9])) == "replay 204 ")
        }
    }

    @Test("C23: an answer that was offered commits with the change, or neither does")
    func offered() async throws {
        try await withAreaDatabase { test in
            let (database, store) = (test.database, DatabaseIdempotencyStore(database: test.database))
            for fails in [true, false] {
                let claim = try await claim(store)
                let response = try? await store.perform(claim) {
                    try await database.transaction { transaction in
                        try await transaction.execute("CREATE TABLE change (n int)")
                        IdempotencyClaim.offer(.json(Array("[1]".utf8), status: 201))
                        if fails { throw Failure() }
                    }
                    return .noContent
                }
                #expect((response == nil) == fails && (claim.stored == nil) == fails && claim.hasEffect == !fails)
                let next = try await store.begin(key: "k", actor: "a", requestHash: hash)
                #expect(word(next) == (fails ? "in flight" : "replay 201 [1]"))
                #expect(
                    try await database.count("SELECT count(*) AS n FROM pg_tables WHERE tablename = 'change'")
                        == (fails ? 0 : 1))
                try await store.abandon(claim)
            }
        }
    }

    @Test("C23: a change whose server died before the answer is never run again, one without a change is")
    func died() async throws {
        try await withAreaDatabase { test in
            let (database, store) = (test.database, DatabaseIdempotencyStore(database: test.database))
            _ = try await claim(store)
            try await letLeaseEnd(database)
            let second = try await claim(store, hash: [4])
            _ = try await store.perform(second) {
                try await database.transaction { _ = try await $0.execute("CREATE TABLE change (n int)") }
                return .noContent
            }
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: [4])) == "in flight")
            try await letLeaseEnd(database)
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: [4])) == "answer lost")
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: hash)) == "reused")
        }
    }

    @Test("C23: a run that lost its claim can neither commit nor answer nor give the key back")
    func fenced() async throws {
        try await withAreaDatabase { test in
            let (database, store) = (test.database, DatabaseIdempotencyStore(database: test.database))
            let slow = try await claim(store)
            try await letLeaseEnd(database)
            let quick = try await claim(store)
            await #expect(throws: APIError.self) {
                try await store.perform(slow) {
                    try await database.transaction { _ = try await $0.execute("CREATE TABLE change (n int)") }
                    return .noContent
                }
            }
            #expect(try await database.count("SELECT count(*) AS n FROM pg_tables WHERE tablename = 'change'") == 0)
            try await store.abandon(slow)
            try await store.complete(slow, answer(200, "slow"))
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: hash)) == "in flight")
            try await store.complete(quick, answer(200, "quick"))
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: hash)) == "replay 200 quick")
        }
    }

    @Test("C23: whoever takes a claim over waits for a commit that is under way, and then finds its effect")
    func takeoverDuringCommit() async throws {
        try await withAreaDatabase { test in
            let (database, store) = (test.database, DatabaseIdempotencyStore(database: test.database))
            // Makes the stamp of a transaction last, between its writing and the commit.
            try await database.execute(
                """
                CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$
                """)
            try await database.execute(
                """
                CREATE CONSTRAINT TRIGGER linger AFTER UPDATE OF effect_at ON idempotency_keys
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()
                """)
            let slow = try await claim(store)
            try await database.execute("UPDATE idempotency_keys SET lease_until = now() + interval '300 milliseconds'")
            async let run = store.perform(slow) {
                try await database.transaction { _ = try await $0.execute("CREATE TABLE change (n int)") }
                return .noContent
            }
            try await Task.sleep(for: .milliseconds(600))
            #expect(word(try await store.begin(key: "k", actor: "a", requestHash: hash)) == "answer lost")
            _ = try await run
            #expect(try await database.count("SELECT count(*) AS n FROM pg_tables WHERE tablename = 'change'") == 1)
        }
    }

    @Test("what a request leaves running commits after it on its own account")
    func background() async throws {
        try await withAreaDatabase { test in
            let (database, store) = (test.database, DatabaseIdempotencyStore(database: test.database))
            // The claim belongs to nobody: stamping it would fail.
            let claim = IdempotencyClaim(key: "gone", actor: "a", id: UUID())
            await #expect(throws: APIError.self) {
                try await store.perform(claim) {
                    try await database.transaction { _ = try await $0.execute("CREATE TABLE early (n int)") }
                    return .noContent
                }
            }
            let (done, finish) = AsyncStream.makeStream(of: Bool.self)
            let kept = try await self.claim(store)
            _ = try await store.perform(kept) {
                Task {
                    while IdempotencyClaim.current?.isOpen == true { try await Task.sleep(for: .milliseconds(5)) }
                    let made = try? await database.transaction { transaction in
                        try await transaction.execute("CREATE TABLE late (n int)")
                        return true
                    }
                    finish.yield(made ?? false)
                }
                return .noContent
            }
            try await store.abandon(kept)
            kept.close()
            #expect(await done.first { _ in true } == true)
        }
    }

    @Test("R22: keys whose time is over are swept in batches, others stay")
    func sweep() async throws {
        try await withAreaDatabase { test in
            let store = DatabaseIdempotencyStore(database: test.database)
            for key in 0..<7 { _ = try await claim(store, key: "\(key)") }
            try await test.database.execute(
                "UPDATE idempotency_keys SET expires_at = now() - interval '1 second' WHERE key < '5'")
            #expect(try await store.sweep(limit: 3) == 3)
            #expect(try await store.sweep(limit: 3) == 2)
            #expect(try await test.database.count("SELECT count(*) AS n FROM idempotency_keys") == 2)
            // One that is over and not swept yet is free.
            try await test.database.execute("UPDATE idempotency_keys SET expires_at = now() - interval '1 second'")
            #expect(word(try await store.begin(key: "5", actor: "a", requestHash: [7])) == "proceed")
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
                try await test.database.execute(
                    round.isMultiple(of: 2)
                        ? "UPDATE idempotency_keys SET expires_at = now() - interval '1 second'"
                        : "UPDATE idempotency_keys SET lease_until = now() - interval '1 second'")
            }
        }
    }
}

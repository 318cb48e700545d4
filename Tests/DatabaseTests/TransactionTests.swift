import Database
import NIOConcurrencyHelpers
import TestSupport
import Testing

@Suite("Transactions")
struct TransactionTests {
    private struct Refusal: Error {}

    private static let accounts = Migration(
        version: 1, name: "accounts",
        sql: """
            CREATE TABLE accounts (id int PRIMARY KEY, amount int NOT NULL);
            INSERT INTO accounts VALUES (1, 10), (2, 20);
            """)

    private func amounts(_ database: Database) async throws -> [Int] {
        try await database.query("SELECT amount FROM accounts ORDER BY id").map { try $0.int("amount") }
    }

    @Test("a body that returns is committed, one that throws is rolled back and its error comes out")
    func commitAndRollback() async throws {
        try await withTestDatabase(migrations: [Self.accounts], maxConnections: 1) { test in
            let result = try await test.database.transaction { transaction in
                try await transaction.execute("UPDATE accounts SET amount = 11 WHERE id = 1")
                try await transaction.batch([("UPDATE accounts SET amount = $1 WHERE id = 2", [21])])
                return "done"
            }
            #expect(result == "done")
            await #expect(throws: Refusal.self) {
                try await test.database.transaction { transaction in
                    try await transaction.execute("UPDATE accounts SET amount = 0")
                    throw Refusal()
                }
            }
            try await #expect(amounts(test.database) == [11, 21])
            try await test.database.transaction { _ in }
            #expect(test.database.openConnections == 1)
        }
    }

    @Test("a swallowed error does not turn into a silent rollback")
    func swallowedError() async throws {
        try await withTestDatabase(migrations: [Self.accounts]) { test in
            let error = await #expect(throws: DatabaseError.self) {
                try await test.database.transaction { transaction in
                    try await transaction.execute("UPDATE accounts SET amount = 0")
                    _ = try? await transaction.execute("INSERT INTO accounts VALUES (1, 1)")
                }
            }
            #expect(error?.sqlState == "23505")
            try await #expect(amounts(test.database) == [10, 20])
        }
    }

    @Test("use after the end is refused and touches nothing")
    func useAfterEnd() async throws {
        try await withTestDatabase(migrations: [Self.accounts], maxConnections: 1) { test in
            let escaped = NIOLockedValueBox<Transaction?>(nil)
            try await test.database.transaction { transaction in
                escaped.withLockedValue { $0 = transaction }
                try await transaction.execute("UPDATE accounts SET amount = 12 WHERE id = 1")
            }
            let transaction = try #require(escaped.withLockedValue { $0 })
            let error = await #expect(throws: DatabaseError.self) {
                try await transaction.execute("UPDATE accounts SET amount = 0")
            }
            #expect(error?.code == .transactionEnded)
            try await #expect(amounts(test.database) == [12, 20])
        }
    }

    @Test("statements started at the same time in one transaction all run in it")
    func concurrentStatements() async throws {
        try await withTestDatabase(migrations: [Self.accounts]) { test in
            try await test.database.transaction { transaction in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<50 {
                        group.addTask {
                            _ = try await transaction.execute("UPDATE accounts SET amount = amount + 1")
                        }
                    }
                    try await group.waitForAll()
                }
            }
            try await #expect(amounts(test.database) == [60, 70])
        }
    }

    @Test("a serialization failure runs the body again until it succeeds")
    func serializationRetry() async throws {
        try await withTestDatabase(migrations: [Self.accounts]) { test in
            let runs = NIOLockedValueBox(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        try await test.database.transaction { transaction in
                            runs.withLockedValue { $0 += 1 }
                            try await transaction.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
                            let total = try await transaction.query("SELECT sum(amount) AS n FROM accounts")[0].int("n")
                            try await Task.sleep(for: .milliseconds(50))
                            try await transaction.execute(
                                "UPDATE accounts SET amount = $1 WHERE id = 1", [.int(total)])
                        }
                    }
                }
                try await group.waitForAll()
            }
            // One after the other: 10+20 = 30, then 30+20 = 50.
            try await #expect(amounts(test.database)[0] == 50)
            #expect(runs.withLockedValue { $0 } >= 3)
        }
    }

    @Test("a failure that stays is given up after three repetitions with the code serialization")
    func retriesEnd() async throws {
        try await withTestDatabase { test in
            let runs = NIOLockedValueBox(0)
            let error = await #expect(throws: DatabaseError.self) {
                try await test.database.transaction { transaction in
                    runs.withLockedValue { $0 += 1 }
                    try await transaction.execute("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
                }
            }
            #expect(error?.code == .serialization)
            #expect(error?.sqlState == "40001")
            #expect(runs.withLockedValue { $0 } == 4)
        }
    }

    @Test("a deadlock ends with both transactions done")
    func deadlock() async throws {
        try await withTestDatabase(migrations: [Self.accounts]) { test in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in [[1, 2], [2, 1]] {
                    group.addTask {
                        try await test.database.transaction { transaction in
                            for id in order {
                                try await transaction.execute(
                                    "UPDATE accounts SET amount = amount + 1 WHERE id = $1", [.int(id)])
                                try await Task.sleep(for: .milliseconds(100))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await #expect(amounts(test.database) == [12, 22])
        }
    }

    @Test("cancelling the task rolls back")
    func cancelled() async throws {
        try await withTestDatabase(migrations: [Self.accounts], maxConnections: 1) { test in
            let task = Task {
                try await test.database.transaction { transaction in
                    try await transaction.execute("UPDATE accounts SET amount = 0")
                    try? await Task.sleep(for: .seconds(20))
                }
            }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            let error = await #expect(throws: DatabaseError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            try await #expect(amounts(test.database) == [10, 20])
        }
    }
}

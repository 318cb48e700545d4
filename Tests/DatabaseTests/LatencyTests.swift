import Database
import TestSupport
import Testing

@Suite("Latency", .serialized)
struct LatencyTests {
    @Test("SELECT 1 through the pool takes microseconds, not milliseconds")
    func selectOne() async throws {
        try await withTestDatabase(maxConnections: 4) { test in
            for _ in 0..<500 { _ = try await test.database.query("SELECT 1 AS n") }
            let rounds = 5_000
            let alone = try await ContinuousClock().measure {
                for _ in 0..<rounds { _ = try await test.database.query("SELECT 1 AS n") }
            }
            let together = try await ContinuousClock().measure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<32 {
                        group.addTask {
                            for _ in 0..<(rounds / 32) { _ = try await test.database.query("SELECT 1 AS n") }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let batches = try await ContinuousClock().measure {
                let batch = (0..<100).map { _ in (sql: "SELECT 1 AS n", parameters: [SQLValue]()) }
                for _ in 0..<(rounds / 100) { _ = try await test.database.batch(batch) }
            }
            print("SELECT 1: \(alone / rounds) alone, \(together / rounds) with 32 tasks, \(batches / rounds) batched")
            // Far above what even a busy machine needs, so that only a defect can fail it.
            #expect(alone / rounds < .milliseconds(50))
        }
    }
}

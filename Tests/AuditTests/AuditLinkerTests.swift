import AreaTestSupport
import Contract
import Database
import Foundation
import TestSupport
import Testing

@testable import Audit

@Suite("Linking beside writers")
struct AuditLinkerTests {
    private struct Refusal: Error {}

    @Test("a transaction that was open while later ones were linked is linked when it commits")
    func late() async throws {
        try await AuditChainFixture.with { audit in
            try await audit.database.transaction { transaction in
                try await audit.trail.record(AuditEntry(.hostDeleted, by: .system("late")), in: transaction)
                try await audit.record(5)
                #expect(try await audit.link() == 5)
                let early = try await audit.verify()
                #expect(early.isIntact && early.rows == 5 && early.unlinked == 0)
            }
            #expect(try await audit.link() == 1)
            let result = try await audit.verify()
            #expect(result.isIntact && result.rows == 6 && result.unlinked == 0)
        }
    }

    @Test("the linker waits for no writer, and no writer for it")
    func noWaiting() async throws {
        try await AuditChainFixture.with { audit in
            // A linker that stands still in the middle of its work holds up neither.
            try await audit.record(3)
            try await audit.database.transaction { transaction in
                let store = AuditChainStore()
                #expect(try await store.lock(transaction))
                _ = try await store.link(100, after: try await store.end(transaction), in: transaction)
                try await audit.record(2)
                #expect(try await audit.link() == nil)
            }
            #expect(try await audit.link() == 2)
            #expect(try await audit.verify().rows == 5)
        }
    }

    @Test("of many writers, some of which roll back, and three linkers no row is skipped and none linked twice")
    func concurrent() async throws {
        try await AuditChainFixture.with { audit in
            let pool = audit.test.pool(maxConnections: 14)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<40 {
                            do {
                                try await pool.transaction { transaction in
                                    try await audit.trail.record(
                                        AuditEntry(
                                            .hostUpdated, by: .system("w\(writer)"), on: .init("host", "\(number)")),
                                        in: transaction)
                                    try await Task.sleep(for: .microseconds(Int.random(in: 0...4_000)))
                                    if number % 10 == 9 { throw Refusal() }
                                }
                            } catch is Refusal {}
                        }
                    }
                }
                for _ in 0..<3 {
                    group.addTask {
                        for _ in 0..<40 {
                            try await audit.link(mustSeal: false)
                            try await Task.sleep(for: .milliseconds(3))
                        }
                    }
                }
                try await group.waitForAll()
            }
            while try await audit.link() != 0 {}
            await pool.close()
            let result = try await audit.verify()
            #expect(result.isIntact && result.rows == 8 * 36 && result.unlinked == 0, "\(result)")
            #expect(try await audit.count("audit_events") == 8 * 36)
        }
    }
}

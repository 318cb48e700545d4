import AreaTestSupport
import Core
import Database
import Foundation
import PluginHost
import TestSupport
import Testing

@testable import Probes

@Suite("Schedule of probes")
struct ScheduleTests {
    private let schedule = ProbeSchedule()

    private func addHost(_ database: Database, inMaintenance: Bool = false) async throws -> UUID {
        let host = try await database.addHost(inMaintenance: inMaintenance)
        try await database.transaction { try await schedule.add(host: host.id, in: $0) }
        return host.id
    }

    @Test("a new host is due for each of its probes at once; adding it again changes nothing")
    func added() async throws {
        try await withAreaDatabase { test in
            let id = try await addHost(test.database)
            try await test.database.transaction { try await schedule.add(host: id, in: $0) }
            let leases = try await schedule.claimDue(limit: 10, from: test.database)
            #expect(Set(leases.map(\.role)) == Set(ProbeSchedule.roles) && leases.count == 3)
            #expect(leases.allSatisfy { $0.hostID == id && $0.consecutiveFailures == 0 && $0.lastError == nil })
            #expect(try await schedule.claimDue(limit: 10, from: test.database).isEmpty)
        }
    }

    @Test("no more are leased than asked for, the longest due first, also over a large table")
    func limit() async throws {
        try await withAreaDatabase { test in
            for _ in 0..<5 { _ = try await addHost(test.database) }
            try await test.database.execute(
                """
                INSERT INTO hosts (id, hostname, ip_address)
                SELECT gen_random_uuid(), 'h' || n, '192.0.2.1' FROM generate_series(1, 2000) AS n
                """)
            try await test.database.execute(
                """
                INSERT INTO probe_schedule (host_id, role, next_due_at)
                SELECT id, 'discovery', now() - interval '1 hour' FROM hosts WHERE hostname LIKE 'h%' ON CONFLICT DO NOTHING
                """)
            #expect(try await schedule.claimDue(limit: 7, from: test.database).count == 7)
            try await test.database.execute("ANALYZE")
            var seen: [String] = []
            for _ in 0..<20 {
                let leases = try await schedule.claimDue(limit: 7, from: test.database)
                #expect(leases.count == 7 && leases.allSatisfy { $0.role == .discovery })
                seen += leases.map { "\($0.hostID) \($0.role)" }
            }
            #expect(Set(seen).count == seen.count)
        }
    }

    @Test("many claimers at the same time share the due rows and never get the same one")
    func claimers() async throws {
        try await withAreaDatabase { test in
            for _ in 0..<60 { _ = try await addHost(test.database) }
            let claimed = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var mine: [String] = []
                        // Rows that another claimer holds are skipped, so an empty answer is no proof of an empty table.
                        var empty = 0
                        while empty < 5 {
                            let leases = try await schedule.claimDue(limit: 3, from: test.database)
                            empty = leases.isEmpty ? empty + 1 : 0
                            mine += leases.map { "\($0.hostID) \($0.role.rawValue)" }
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 180 && Set(claimed).count == 180)
        }
    }

    @Test("a probe on request is leased once by whoever comes first, due or not, for an unknown role row too")
    func single() async throws {
        try await withAreaDatabase { test in
            let id = try await addHost(test.database)
            try await test.database.execute("UPDATE probe_schedule SET next_due_at = now() + interval '1 day'")
            let leases = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await schedule.claim(host: id, role: .complianceScan, from: test.database) != nil
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(leases == 1)
            #expect(try await schedule.claim(host: id, role: .connectivity, from: test.database) != nil)
            #expect(try await schedule.claimDue(limit: 10, from: test.database).isEmpty)
        }
    }

    @Test("finishing frees the row, sets when it is due, counts failures and forgets them with a success")
    func finished() async throws {
        try await withAreaDatabase { test in
            let id = try await addHost(test.database)
            func claim() async throws -> ProbeSchedule.Lease {
                try #require(try await schedule.claim(host: id, role: .discovery, from: test.database))
            }
            for failures in 0..<3 {
                let lease = try await claim()
                #expect(lease.consecutiveFailures == failures)
                #expect(lease.lastError == (failures == 0 ? nil : "host.unreachable"))
                try await schedule.finish(lease, nextDueInSeconds: 50, error: "host.unreachable", in: test.database)
            }
            let due = try await test.database.count(
                """
                SELECT extract(epoch FROM next_due_at - now())::int AS n FROM probe_schedule WHERE role = 'discovery'
                """)
            #expect((48...50).contains(due))
            try await schedule.finish(try await claim(), nextDueInSeconds: 0, error: nil, in: test.database)
            let lease = try await claim()
            #expect(lease.consecutiveFailures == 0 && lease.lastError == nil)
        }
    }

    @Test("a probe that is made due while it runs is due again at its end")
    func wokenWhileRunning() async throws {
        try await withAreaDatabase { test in
            let id = try await addHost(test.database)
            let lease = try #require(try await schedule.claim(host: id, role: .discovery, from: test.database))
            try await test.database.transaction { try await schedule.makeDue(host: id, in: $0) }
            try await schedule.finish(lease, nextDueInSeconds: 3_600, error: nil, in: test.database)
            let due = try await schedule.claimDue(limit: 10, from: test.database)
            #expect(due.contains { $0.role == .discovery })
        }
    }

    @Test("a lease whose holder died runs out; the old holder's late finish then changes nothing")
    func expired() async throws {
        try await withAreaDatabase { test in
            let id = try await addHost(test.database)
            let old = try #require(try await schedule.claim(host: id, role: .connectivity, from: test.database))
            try await test.database.execute("UPDATE probe_schedule SET lease_until = now() - interval '1 second'")
            let new = try await schedule.claimDue(limit: 10, from: test.database).filter { $0.role == .connectivity }
            #expect(new.count == 1)
            try await schedule.finish(old, nextDueInSeconds: 0, error: "late", in: test.database)
            #expect(try await schedule.claim(host: id, role: .connectivity, from: test.database) == nil)
            #expect(
                try await test.database.count("SELECT count(*) AS n FROM probe_schedule WHERE last_error = 'late'") == 0
            )
        }
    }

    @Test("hosts in maintenance and deleted hosts are left out; a removed host has no rows")
    func leftOut() async throws {
        try await withAreaDatabase { test in
            let busy = try await addHost(test.database, inMaintenance: true)
            let deleted = try await addHost(test.database)
            try await test.database.execute("UPDATE hosts SET deleted_at = now() WHERE id = $1", [.uuid(deleted)])
            #expect(try await schedule.claimDue(limit: 10, from: test.database).isEmpty)
            try await test.database.transaction { try await schedule.remove(host: busy, in: $0) }
            #expect(
                try await test.database.count(
                    "SELECT count(*) AS n FROM probe_schedule WHERE host_id = $1", [.uuid(busy)]) == 0)
        }
    }
}

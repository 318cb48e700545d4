import AreaTestSupport
import Contract
import Core
import Database
import JSON
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import Licensing

@Suite("The clock of the licence")
struct ClockTests {
    @Test("the watermark only moves forward, however many move it at once")
    func ratchet() async throws {
        try await withAreaDatabase { test in
            let mark = ClockWatermark(database: test.database)
            #expect(try await mark.read() == nil)
            let now = TestIssuer.now
            #expect(try await mark.advance(to: now) == now)
            #expect(try await mark.advance(to: now.adding(seconds: -100)) == now)
            #expect(try await mark.read() == now)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for offset in (0..<50).shuffled() {
                    group.addTask { try await mark.advance(to: now.adding(seconds: Int64(offset))) }
                }
                try await group.waitForAll()
            }
            #expect(try await mark.read() == now.adding(seconds: 49))
            #expect(try await test.database.count("SELECT count(*) AS n FROM license_clock_watermark") == 1)
            await #expect(throws: DatabaseError.self) {
                _ = try await test.database.execute(
                    "INSERT INTO license_clock_watermark (id, observed_at) VALUES (false, now())")
            }
        }
    }

    @Test("a clock that was set back over a restart is told once and leaves the licence in force")
    func restart() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token(["iat": .integer(TestIssuer.now.unixSeconds - 90 * 86_400)]))
            try await bench.load(.boot)
            #expect(!bench.service.snapshot().isClockBehind)
            bench.clock.move(seconds: -3_601)
            let restarted = bench.restarted()
            let snapshot = try await restarted.load(.boot, by: .system("test"))
            #expect(snapshot.status == .active && snapshot.isClockBehind && restarted.isEnabled(.auditQuery))
            try await restarted.tick()
            try await restarted.load(.sighup, by: .system("test"))
            let rows = try await bench.rows()
            #expect(
                rows.map(\.action) == ["license.installed", "license.installed", "license.clock_rollback_detected"])
            #expect(
                rows.last?.detail == [
                    "source": "boot", "last_known_good": .string(TestIssuer.now.description),
                    "current_time": .string(bench.clock.now().description),
                ])
            // Set right again, it may be told again.
            bench.clock.move(seconds: 3_601)
            try await restarted.tick()
            #expect(!restarted.snapshot().isClockBehind)
            bench.clock.move(days: -1)
            try await restarted.tick()
            #expect(try await bench.rows().last?.detail["source"] == "timer")
            #expect(try await bench.actions().count == 4)
        }
    }

    @Test("an hour is within tolerance, and the rollback counts without a licence as well")
    func tolerance() async throws {
        try await withLicenses { bench in
            try await bench.load(.boot)
            bench.clock.move(seconds: -3_600)
            try await bench.service.tick()
            #expect(!bench.service.snapshot().isClockBehind)
            bench.clock.move(seconds: -1)
            try await bench.service.tick()
            #expect(bench.service.snapshot().isClockBehind)
            #expect(try await bench.actions() == ["clock_rollback_detected"])
        }
    }

    @Test("the latest time is kept at the start and once an hour, and not more often")
    func keeping() async throws {
        try await withLicenses { bench in
            let mark = ClockWatermark(database: bench.database)
            try await bench.load(.boot)
            #expect(try await mark.read() == TestIssuer.now)
            bench.clock.move(seconds: 3_599)
            try await bench.service.tick()
            #expect(try await mark.read() == TestIssuer.now)
            bench.clock.move(seconds: 1)
            try await bench.service.tick()
            #expect(try await mark.read() == TestIssuer.now.adding(seconds: 3_600))
        }
    }

    @Test("the timer runs by itself and ends when the server stops")
    func timer() async throws {
        try await withLicenses { bench in
            try bench.put(try bench.issuer.token(["exp": .integer(TestIssuer.now.unixSeconds + 60)]))
            try await bench.load(.boot)
            let refusals = FeatureRefusals(
                database: bench.database, audit: .init(), clock: bench.clock.now, logger: .quiet)
            let timer = LicenseTimer(
                licenses: bench.service, refusals: refusals, interval: .milliseconds(20), logger: .quiet)
            let group = ServiceGroup(services: [timer], logger: .quiet)
            var heard = bench.service.changes().makeAsyncIterator()
            _ = await heard.next()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                bench.clock.move(days: 31)
                #expect(await heard.next() == [.complianceCheck])
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }
}

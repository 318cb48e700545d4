import AreaTestSupport
import Audit
import EventLog
import TestSupport
import Testing

@testable import PluginHost
@testable import Server

@Suite("What is recorded of plugins")
struct PluginRecorderTests {
    private func event(_ kind: PluginLifecycleEvent.Kind, _ version: String = "1.0.0") -> PluginLifecycleEvent {
        PluginLifecycleEvent(pluginID: "com.example.nosy", version: version, kind: kind)
    }

    private func wait(until condition: () async throws -> Bool) async throws {
        for _ in 0..<400 where try await !condition() { try await Task.sleep(for: .milliseconds(25)) }
        #expect(try await condition())
    }

    @Test("what happens while the database takes nothing is on record once it does, in order and none of it lost")
    func outage() async throws {
        try await withAreaDatabase { test in
            let recorder = PluginRecorder(
                database: test.database, audit: AuditTrail(), events: EventLog(), logger: .quiet,
                pause: .milliseconds(10))
            try await test.database.execute("ALTER TABLE audit_events RENAME TO audit_events_away")
            let running = Task { try await recorder.run() }
            recorder.note(event(.crashed(exit: nil, probe: nil, message: "SIGSEGV")))
            recorder.note(event(.quarantined(until: .now())))
            recorder.note(event(.rejected(PluginRejection(.revoked, "its key was revoked"))))
            try await wait { recorder.counters.waiting == 2 }
            try await Task.sleep(for: .milliseconds(100))
            #expect(recorder.counters == .init(waiting: 2, merged: 0, lost: 0))
            try await test.database.execute("ALTER TABLE audit_events_away RENAME TO audit_events")
            try await wait { try await test.database.auditActions().count == 3 }
            running.cancel()
            #expect(
                try await test.database.auditActions() == ["plugin.crashed", "plugin.quarantined", "plugin.rejected"])
            #expect(recorder.counters == .init(waiting: 0, merged: 0, lost: 0))
            let prior = try await test.database.query(
                "SELECT body->>'PriorState' AS s FROM event_log ORDER BY position")
            #expect(try prior.map { try $0.string("s") } == ["", "degraded", "quarantined"])
        }
    }

    @Test("a report that the database refuses for what it says is counted as lost and holds nothing up")
    func refused() async throws {
        try await withAreaDatabase { test in
            let recorder = PluginRecorder(
                database: test.database, audit: AuditTrail(), events: EventLog(), logger: .quiet,
                pause: .milliseconds(5))
            try await test.database.execute(
                "ALTER TABLE audit_events ADD CONSTRAINT poison CHECK (detail->>'what' IS DISTINCT FROM 'poison')")
            let running = Task { try await recorder.run() }
            recorder.note(event(.violation(what: "poison")))
            recorder.note(event(.violation(what: "syscall socket denied")))
            try await wait { try await test.database.auditActions().count == 1 }
            running.cancel()
            #expect(recorder.counters == .init(waiting: 0, merged: 0, lost: 1))
        }
    }

    @Test("equal reports that pile up become one row with their number")
    func merged() async throws {
        try await withAreaDatabase { test in
            let queue = PluginReportQueue(mergesAbove: 1, limit: 10)
            let recorder = PluginRecorder(
                database: test.database, audit: AuditTrail(), events: EventLog(), logger: .quiet, queue: queue)
            for _ in 0..<50 { recorder.note(event(.violation(what: "syscall socket denied"))) }
            #expect(recorder.counters == .init(waiting: 1, merged: 49, lost: 0))
            let running = Task { try await recorder.run() }
            try await wait { try await test.database.auditActions().count == 1 }
            running.cancel()
            let count = try await test.database.query("SELECT detail->>'count' AS n FROM audit_events").first
            #expect(try count?.string("n") == "50")
        }
    }

    @Test("a full queue merges what concerns security by plugin and kind, drops only what does not, and counts both")
    func bounded() {
        let queue = PluginReportQueue(mergesAbove: 20, limit: 50)
        for number in 0..<40 { queue.add(event(.started(generation: number, pid: 1))) }
        for number in 0..<1_000 {
            queue.add(event(.crashed(exit: nil, probe: nil, message: "crash \(number)")))
            queue.add(event(.violation(what: "syscall \(number)")))
            queue.add(event(.started(generation: number + 40, pid: 1)))
        }
        let counters = queue.counters
        #expect(counters.waiting <= 100)
        var crashes = 0
        var violations = 0
        var rest = 0
        while let report = queue.next() {
            switch report.event.kind {
            case .crashed: crashes += report.count
            case .violation: violations += report.count
            default: rest += report.count
            }
        }
        #expect(crashes == 1_000 && violations == 1_000)
        #expect(rest + counters.lost == 1_040 && counters.lost > 900)
        #expect(queue.counters.waiting == 0 && queue.next().map(\.count) == nil)
    }

    @Test("a refused system call is an audit row of its own and changes no state")
    func violation() async throws {
        try await withAreaDatabase { test in
            let recorder = PluginRecorder(
                database: test.database, audit: AuditTrail(), events: EventLog(), logger: .quiet)
            let running = Task { try await recorder.run() }
            recorder.note(
                PluginLifecycleEvent(
                    pluginID: "com.example.nosy", version: "1.0.0", kind: .violation(what: "syscall socket denied")))
            var rows = 0
            for _ in 0..<200 where rows == 0 {
                try await Task.sleep(for: .milliseconds(25))
                rows = try await test.database.auditActions().count
            }
            running.cancel()
            #expect(try await test.database.auditActions() == ["plugin.sandbox.denied"])
            #expect(try await test.database.eventKinds() == [])
            let detail = try await test.database.query("SELECT detail::text AS detail FROM audit_events").first?.string(
                "detail")
            #expect(detail?.contains("syscall socket denied") == true)
            #expect(detail?.contains("com.example.nosy") == true)
        }
    }
}

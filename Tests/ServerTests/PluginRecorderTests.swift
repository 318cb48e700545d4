import AreaTestSupport
import Audit
import EventLog
import TestSupport
import Testing

@testable import PluginHost
@testable import Server

@Suite("What is recorded of plugins")
struct PluginRecorderTests {
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

import AreaTestSupport
import Contract
import Database
import Foundation
import JSON
import TestSupport
import Testing

@testable import PluginHost
@testable import System

@Suite("Decisions about plugins and their audit rows")
struct PluginOperationsTests {
    private let id = PluginBench.id

    /// The last audit row must be this one, by the administrator and about the plugin.
    private func expectLast(
        _ action: String, version: String, outcome: String = "success", in database: Database
    ) async throws {
        let row = try #require(
            try await database.query(
                """
                SELECT action, outcome, actor_label, resource_id, detail->>'version' AS version FROM audit_events
                ORDER BY occurred_at DESC, id DESC LIMIT 1
                """
            ).first)
        #expect(try row.string("action") == action && row.string("outcome") == outcome)
        #expect(try row.string("actor_label") == "ada" && row.string("resource_id") == id)
        #expect(try row.string("version") == version)
    }

    private func wait(_ what: String, until condition: () async throws -> Bool) async throws {
        for _ in 0..<500 where try await !condition() { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try await condition(), "\(what)")
    }

    @Test("enable, disable, approve, activate, restart, reset and remove each take effect with one audit row")
    func decisions() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            let database = test.database
            try await bench.with(database) { operations, host in
                _ = try await operations.install(bench.package("1.0.0"), by: .administrator)
                try await expectLast("plugin.installed", version: "1.0.0", in: database)
                let early = await apiError { try await operations.restart(id, by: .administrator) }
                #expect(early?.code == .pluginsStateConflict)
                try await expectLast("plugin.installed", version: "1.0.0", in: database)
                try await bench.approve("1.0.0", by: operations)
                try await expectLast("plugin.approved", version: "1.0.0", in: database)
                #expect(host.status(of: id)?.state == .ready)

                try await operations.setEnabled(false, id, by: .administrator)
                try await expectLast("plugin.disabled", version: "1.0.0", in: database)
                #expect(host.status(of: id)?.state == .disabled)
                try await operations.setEnabled(true, id, by: .administrator)
                try await expectLast("plugin.enabled", version: "1.0.0", in: database)

                try await operations.restart(id, by: .administrator)
                try await expectLast("plugin.restart_requested", version: "1.0.0", in: database)
                let pid = try #require(host.status(of: id)?.runner.pid)
                try await operations.restart(id, by: .administrator)
                #expect(host.status(of: id)?.runner.pid != pid)
                try await operations.reset(id, by: .administrator)
                try await expectLast("plugin.reset", version: "1.0.0", in: database)

                _ = try await operations.install(bench.package("1.1.0"), by: .administrator)
                #expect(host.status(of: id)?.trial?.version == "1.1.0")
                try await operations.activate(id, version: "1.0.0", by: .administrator)
                try await expectLast("plugin.version_chosen", version: "1.0.0", in: database)
                #expect(host.status(of: id)?.trial == nil && host.status(of: id)?.version == "1.0.0")
                let unknown = await apiError {
                    try await operations.activate(id, version: "9.9.9", by: .administrator)
                }
                #expect(unknown?.code == .pluginsNotFound)

                try await operations.remove(id, version: "1.1.0", by: .administrator)
                try await expectLast("plugin.removed", version: "1.1.0", in: database)
                try await operations.remove(id, version: nil, by: .administrator)
                try await expectLast("plugin.removed", version: "1.0.0", in: database)
                #expect(host.status(of: id) == nil)
                #expect(
                    try await database.auditActions() == [
                        "plugin.installed", "plugin.approved", "plugin.disabled", "plugin.enabled",
                        "plugin.restart_requested", "plugin.restart_requested", "plugin.reset", "plugin.installed",
                        "plugin.version_chosen", "plugin.removed", "plugin.removed",
                    ])
            }
        }
    }

    @Test("a decision whose audit row cannot be written is not taken")
    func unrecorded() async throws {
        try await withAreaDatabase(checksAudit: false) { test in
            let bench = try PluginBench()
            try await bench.with(test.database) { operations, host in
                try await bench.installApproved("1.0.0", by: operations)
                try await test.database.execute("ALTER TABLE audit_events RENAME TO audit_events_away")
                await #expect(throws: DatabaseError.self) {
                    try await operations.setEnabled(false, id, by: .administrator)
                }
                await #expect(throws: DatabaseError.self) {
                    try await operations.revoke(id, digest: nil, by: .administrator)
                }
                await operations.rescan()
                #expect(host.status(of: id)?.state == .ready)
                #expect(try await PluginStore().record(id, from: test.database).isEnabled)
            }
        }
    }

    @Test("a version that does not start is given up for the one before, and reset lets it be tried again")
    func rolledBack() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try await bench.with(test.database) { operations, host in
                try await bench.installApproved("1.0.0", by: operations)
                try await operations.restart(id, by: .administrator)
                _ = try await operations.install(
                    bench.package("2.0.0", create: "(void)host; return OW_E_CONFIG;"), by: .administrator)
                func hasFailed() -> Bool? {
                    host.status(of: id)?.versions.first { $0.version == "2.0.0" }?.hasFailed
                }
                try await wait("2.0.0 is given up") { hasFailed() == true }
                #expect(host.status(of: id)?.version == "1.0.0" && host.status(of: id)?.trial == nil)
                try await operations.reset(id, by: .administrator)
                #expect(hasFailed() == false)
                try await wait("2.0.0 is given up again") {
                    await operations.rescan()
                    return hasFailed() == true
                }
            }
        }
    }

    @Test("a configuration under which the plugin is not ready in time is refused and not stored")
    func unready() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try await bench.with(test.database, handshake: .seconds(1)) { operations, host in
                _ = try await operations.install(
                    bench.package("1.0.0", create: "if (given.n > 2) sleep(6);"), by: .administrator)
                try await bench.approve("1.0.0", by: operations)
                try await operations.restart(id, by: .administrator)
                let error = await apiError { try await operations.configure(id, ["a": 1], by: .administrator) }
                #expect(error?.code == .pluginsConfigInvalid, "\(error?.message ?? "")")
                #expect(error?.message.contains("not ready") == true, "\(error?.message ?? "")")
                #expect(try await operations.configuration(id) == .object([:]))
                #expect(host.status(of: id)?.state == .running)
                try await expectLast("plugin.configured", version: "1.0.0", outcome: "failure", in: test.database)
            }
        }
    }

    @Test("a key that is revoked in the trust directory takes its plugins out of use with the next look")
    func revokedKey() async throws {
        try await withAreaDatabase { test in
            let bench = try PluginBench()
            try await bench.with(test.database) { operations, host in
                try await bench.installApproved("1.0.0", by: operations)
                try await operations.restart(id, by: .administrator)
                try bench.revokeVendor()
                await operations.rescan()
                guard case .rejected(let rejection) = host.status(of: id)?.state else {
                    Issue.record("\(String(describing: host.status(of: id)?.state))")
                    return
                }
                #expect(rejection.reason == .revoked)
                #expect(host.refusal(of: id) != nil || host.probe(named: "\(id)/main") == nil)
            }
        }
    }

    @Test("another server hears of a version that was rolled back, and of nothing when nothing changed")
    func notified() async throws {
        try await withAreaDatabase { test in
            let (store, database) = (PluginStore(), test.database)
            try await database.transaction { try await store.setVersion("2.0.0", id, in: $0) }
            let running = Task { try await database.run() }
            defer { running.cancel() }
            var heard = database.notifications(on: PluginStore.channel).makeAsyncIterator()
            #expect(await heard.next() == "")
            func rollBack(from version: String, then mark: String) async throws {
                try await database.transaction {
                    try await store.rolledBack(id, from: version, to: "1.0.0", in: $0)
                }
                try await database.transaction { try await store.announce(resetting: mark, in: $0) }
            }
            try await rollBack(from: "3.0.0", then: "nothing changed")
            #expect(await heard.next() == "nothing changed")
            try await rollBack(from: "2.0.0", then: "changed")
            #expect(await heard.next() == "")
            #expect(await heard.next() == "changed")
            #expect(try await store.record(id, from: database).version == "1.0.0")
        }
    }
}

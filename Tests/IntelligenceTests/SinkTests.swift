import AreaTestSupport
import Audit
import Contract
import Core
import Database
import EventLog
import Foundation
import JSON
import Probes
import Testing

@testable import Intelligence
@testable import PluginHost

@Suite("Results of system probes")
struct SinkTests {
    private typealias Bench = IntelligenceBench

    private func info(_ database: Database) -> SystemInfoSink {
        SystemInfoSink(database: database, audit: AuditTrail(), events: EventLog())
    }

    private func discovery(_ database: Database) -> DiscoverySink {
        DiscoverySink(database: database, audit: AuditTrail(), events: EventLog())
    }

    @Test("a snapshot is stored with its facts, its events and an audit row for each known change")
    func stored() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let result: JSONValue = ["packages": ["bash": "5"], "facts": ["os_family": "debian"], "sections": ["x": 1]]
            let events = [
                Bench.event("account.user.created", .info, attributes: #"{"user":"eve","password":"x"}"#),
                Bench.event("acme.fan.stopped", .critical), Bench.event("system.package.updated", .info),
            ]
            let accepted = try await info(test.database).accept(
                Bench.outcome(result, events: events), from: host, by: .system("scheduler"))
            #expect(accepted.events == 3 && accepted.nextDueInSeconds == nil)
            let rows = try await test.database.query("SELECT * FROM event_log ORDER BY position")
            #expect(try rows.map { try $0.string("code") } == events.map(\.kindCode))
            #expect(try rows.allSatisfy { try $0.uuid("host_id") == host.id && $0.string("plugin_id") == "sysinfo" })
            // The host's clock said 1970.
            #expect(try rows.allSatisfy { try $0.timestamp("occurred_at") == accepted.collectedAt })
            let actions = try await test.database.auditActions().sorted()
            #expect(actions == ["account.user.created", "system.package.updated"])
            let rowsOfUser = try await test.database.query(
                "SELECT detail FROM audit_events WHERE action = 'account.user.created'")
            let detail = try #require(try rowsOfUser.first?.json("detail"))
            #expect(try JSONValue(parsing: detail) == ["user": "eve", "password": "<REDACTED>"])
            let previous = try await info(test.database).previousResult(of: host.id, pluginID: "sysinfo")
            #expect(try JSONValue(parsing: previous?.result ?? []) == result)
            #expect(previous?.collectedAt == accepted.collectedAt)
            #expect(try await info(test.database).previousResult(of: host.id, pluginID: "other") == nil)
        }
    }

    @Test("a refresh that a user asked for is audited as the user's")
    func asked() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            _ = try await info(test.database).accept(Bench.outcome([:]), from: host, by: .administrator)
            #expect(try await test.database.auditActions() == ["host.intelligence.refreshed"])
            #expect(
                try await test.database.count("SELECT count(*) AS n FROM audit_events WHERE actor_label = 'ada'") == 1)
        }
    }

    @Test(
        "a plugin may call a known change less severe than the taxonomy, never more; its own codes carry its word",
        arguments: EmittedEvent.Severity.allCases)
    func severities(claimed: EmittedEvent.Severity) throws {
        let names: [EmittedEvent.Severity: IntelligenceSeverity] = [
            .info: .info, .low: .low, .medium: .medium, .high: .high, .critical: .critical,
        ]
        let order = IntelligenceSeverity.allCases
        let codes = IntelligenceCode.all
        let outcome = Bench.outcome(
            [:], events: codes.map { Bench.event($0.code, claimed) } + [Bench.event("acme.fan", claimed)])
        let events = ProbeEvents.events(of: outcome, hostID: UUID(), at: .now())
        #expect(events.last?.severity == names[claimed])
        for (code, event) in zip(codes, events) {
            let given = try #require(event.severity.flatMap(order.firstIndex(of:)))
            let most = try #require(order.firstIndex(of: code.severity))
            let said = try #require(names[claimed].flatMap(order.firstIndex(of:)))
            #expect(given == min(most, said), "\(code)")
        }
    }

    @Test("facts that a run did not observe stay as they were, from whichever probe they came")
    func merge() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            func facts() async throws -> JSONObject? {
                try await IntelligenceStore().facts(of: host.id, from: test.database)?.facts
            }
            _ = try await discovery(test.database).accept(
                Bench.outcome(["os_family": "debian", "os_version": "12", "architecture": "x86_64"]), from: host,
                by: .system("scheduler"))
            let discoveredAt = try await test.database.query("SELECT os_discovered_at AS t FROM host_os_facts").first?
                .timestamp("t")
            _ = try await info(test.database).accept(
                Bench.outcome([
                    "facts": ["os_version": "12.5", "os_name": "", "mem_total_mb": 512, "architecture": nil]
                ]),
                from: host, by: .system("scheduler"))
            #expect(
                try await facts() == [
                    "os_family": "debian", "os_version": "12.5", "architecture": "x86_64", "mem_total_mb": 512,
                ])
            _ = try await info(test.database).accept(
                Bench.outcome(["facts": [:]]), from: host, by: .system("scheduler"))
            #expect(try await facts()?.count == 4)
            let row = try #require(try await test.database.query("SELECT * FROM host_os_facts").first)
            #expect(try row.string("os_family") == "debian" && row.string("os_version") == "12.5")
            #expect(try row.timestamp("os_discovered_at") == discoveredAt)
        }
    }

    @Test("discovery is published and audited with what it found")
    func discovered() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let accepted = try await discovery(test.database).accept(
                Bench.outcome(["os_family": "debian", "os_version": "12", "extra": "x"]), from: host, by: .administrator
            )
            #expect(accepted.events == 1)
            #expect(try await test.database.eventKinds() == ["host.discovered"])
            let body = try #require(try await test.database.query("SELECT body FROM event_log").first?.json("body"))
            let payload = try JSONValue(parsing: body)
            #expect(payload["OSFamily"] == "debian" && payload["OSVersion"] == "12" && payload["HostID"]?.string != nil)
            #expect(try await test.database.auditActions() == ["host.discovery.completed"])
        }
    }

    @Test("when any part cannot be stored nothing is: snapshot, facts, events and audit rows stand or fall together")
    func atomic() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let outcome = Bench.outcome(
                ["facts": ["os_family": "debian"]], events: [Bench.event("account.user.created", .info)])
            for table in ["event_log", "audit_events", "host_system_info", "host_intelligence_state"] {
                try await test.database.execute("ALTER TABLE \(table) ADD CONSTRAINT refuse CHECK (false) NOT VALID")
                await #expect(throws: DatabaseError.self) {
                    _ = try await info(test.database).accept(outcome, from: host, by: .system("scheduler"))
                }
                if table != "host_intelligence_state" {
                    await #expect(throws: DatabaseError.self) {
                        _ = try await discovery(test.database).accept(
                            Bench.outcome(["os_family": "debian"]), from: host, by: .system("scheduler"))
                    }
                }
                for kept in ["event_log", "audit_events", "host_system_info", "host_intelligence_state"] {
                    #expect(
                        try await test.database.count("SELECT count(*) AS n FROM \(kept)") == 0, "\(table), \(kept)")
                }
                try await test.database.execute("ALTER TABLE \(table) DROP CONSTRAINT refuse")
            }
            _ = try await info(test.database).accept(outcome, from: host, by: .system("scheduler"))
        }
    }

    @Test("one cycle of ten thousand changes is stored in one go")
    func many() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let events = (0..<10_000).map { Bench.event("system.package.updated", .low, attributes: "{\"n\":\($0)}") }
            let start = ContinuousClock.now
            _ = try await info(test.database).accept(
                Bench.outcome([:], events: events), from: host, by: .system("scheduler"))
            #expect(start.duration(to: .now) < .seconds(20))
            #expect(try await test.database.count("SELECT count(*) AS n FROM event_log") == 10_000)
            #expect(try await test.database.count("SELECT count(*) AS n FROM audit_events") == 10_000)
        }
    }
}

import AreaTestSupport
import Audit
import Contract
import Core
import Database
import EventLog
import Foundation
import JSON
import Probes
import SSH
import Testing

@testable import Connectivity
@testable import PluginHost

@Suite("Host keys")
struct HostKeyRegistryTests {
    private func key(_ number: UInt8) throws -> PinnedHostKey {
        let name = Array("ssh-ed25519".utf8)
        let blob = [0, 0, 0, 11] + name + [0, 0, 0, 32] + [UInt8](repeating: number, count: 32)
        return try #require(PinnedHostKey(blob: blob))
    }

    @Test("a key is pinned per address and port and read back; others are unknown")
    func pinned() async throws {
        try await withAreaDatabase { test in
            let registry = HostKeyRegistry(database: test.database, audit: AuditTrail())
            let host = UUID()
            #expect(try await registry.pinnedKey(hostID: host, address: "192.0.2.1", port: 22) == nil)
            let key = try key(1)
            #expect(try await registry.pin(key, hostID: host, address: "192.0.2.1", port: 22) == key)
            #expect(try await registry.pinnedKey(hostID: UUID(), address: "192.0.2.1", port: 22) == key)
            #expect(try await registry.pinnedKey(hostID: host, address: "192.0.2.1", port: 23) == nil)
            #expect(try await registry.pinnedKey(hostID: host, address: "192.0.2.2", port: 22) == nil)
            #expect(key.type == "ssh-ed25519" && key.fingerprint.hasPrefix("SHA256:"))
        }
    }

    @Test("of many keys at the same time the first wins for all, and one audit row says so")
    func race() async throws {
        try await withAreaDatabase { test in
            let registry = HostKeyRegistry(database: test.database, audit: AuditTrail())
            let keys = try (0..<8).map { try key(UInt8($0)) }
            let answers = try await withThrowingTaskGroup(of: PinnedHostKey.self) { group in
                for key in keys {
                    group.addTask { try await registry.pin(key, hostID: UUID(), address: "192.0.2.1", port: 22) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers).count == 1 && answers.count == 8)
            let stored = try await registry.pinnedKey(hostID: UUID(), address: "192.0.2.1", port: 22)
            #expect(stored == answers.first)
            #expect(try await test.database.auditActions() == ["host.ssh_key.pinned"])
            let detail = try #require(
                try await test.database.query("SELECT detail FROM audit_events").first?.json("detail"))
            #expect(try JSONValue(parsing: detail)["fingerprint"]?.string == stored?.fingerprint)
            #expect(try await registry.pin(try key(99), hostID: UUID(), address: "192.0.2.1", port: 22) == stored)
            #expect(try await test.database.auditActions().count == 1)
        }
    }

    @Test("a stored key that cannot be read is an error, not an unknown host")
    func damaged() async throws {
        try await withAreaDatabase { test in
            let registry = HostKeyRegistry(database: test.database, audit: AuditTrail())
            _ = try await registry.pin(try key(1), hostID: UUID(), address: "192.0.2.1", port: 22)
            try await test.database.execute("UPDATE ssh_known_hosts SET public_key = '\\x00'")
            let error = await #expect(throws: SSHError.self) {
                _ = try await registry.pinnedKey(hostID: UUID(), address: "192.0.2.1", port: 22)
            }
            #expect(error?.code == .hostKeyStoreFailed)
        }
    }
}

@Suite("Connection profiles")
struct ConnectionProfileTests {
    @Test("what is learned adds to what is known, and what is not learned stays")
    func learning() async throws {
        try await withAreaDatabase { test in
            let store = ConnectionProfileStore(database: test.database)
            let host = try await test.database.addHost().id
            #expect(try await store.profile(of: host) == ConnectionProfile())
            let method = try #require(SSHAuthMethod(rawValue: "password"))
            try await store.learn(ConnectionProfile(authMethod: method), of: host)
            try await store.learn(ConnectionProfile(privilege: .nopasswd), of: host)
            #expect(try await store.profile(of: host) == ConnectionProfile(authMethod: method, privilege: .nopasswd))
            try await store.learn(ConnectionProfile(privilege: .password), of: host)
            try await store.learn(ConnectionProfile(), of: host)
            #expect(try await store.profile(of: host) == ConnectionProfile(authMethod: method, privilege: .password))
            let sql = "SELECT count(DISTINCT xmin::text) AS n FROM host_connection_profile WHERE updated_at < now()"
            #expect(try await test.database.count(sql) == 1)
        }
    }

    @Test("learning the same again writes nothing; a word of a later version is no hint")
    func quiet() async throws {
        try await withAreaDatabase { test in
            let store = ConnectionProfileStore(database: test.database)
            let host = try await test.database.addHost().id
            try await store.learn(ConnectionProfile(privilege: .root), of: host)
            let sql = "SELECT xmin::text AS x FROM host_connection_profile"
            let before = try await test.database.query(sql).first?.string("x")
            try await store.learn(ConnectionProfile(privilege: .root), of: host)
            #expect(try await test.database.query(sql).first?.string("x") == before)
            try await test.database.execute("UPDATE host_connection_profile SET sudo_mode = 'run0'")
            #expect(try await store.profile(of: host) == ConnectionProfile())
        }
    }
}

@Suite("Results of connectivity probes")
struct ConnectivitySinkTests {
    private struct Refusal: Error {}

    private func outcome(_ result: JSONValue) -> ProbeOutcome {
        ProbeOutcome(
            result: result.encoded(), resultValue: result, events: [], durationNanoseconds: 1, cpuNanoseconds: 1,
            pluginID: "ssh-connectivity", pluginVersion: "1.0.0", probe: "connectivity", attempt: 1)
    }

    private static let up: JSONValue = [
        "reachable": true, "total_ms": 12, "rungs": [["name": "privilege", "ok": true, "attempted": true]],
    ]
    private static let gone: JSONValue = [
        "reachable": false, "total_ms": 3_000, "error_type": "tcp_timeout",
        "rungs": [["name": "privilege", "ok": false, "attempted": false]],
    ]

    private func sink(_ database: Database) -> ConnectivitySink {
        ConnectivitySink(database: database, audit: AuditTrail(), events: EventLog(), onlineSeconds: 900)
    }

    @Test("a band change is stored, published and audited; a result without one is stored alone")
    func changes() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let sink = sink(test.database)
            var events: [Int] = []
            var intervals: [Int64?] = []
            for result in [Self.up, Self.up, Self.gone, Self.gone, Self.gone, Self.up] {
                let accepted = try await sink.accept(outcome(result), from: host, by: .system("scheduler"))
                events.append(accepted.events)
                intervals.append(accepted.nextDueInSeconds)
            }
            #expect(events == [1, 0, 1, 1, 0, 0])
            #expect(intervals == [900, 900, 300, 120, 120, 120])
            let bodies = try await test.database.query(
                "SELECT body, kind FROM event_log WHERE host_id = $1 ORDER BY position", [.uuid(host.id)])
            let steps = try bodies.map { row in
                let body = try JSONValue(parsing: row.json("body"))
                return "\(body["PriorBand"]?.string ?? "") \(body["NewBand"]?.string ?? "")"
            }
            #expect(steps == ["unknown online", "online degraded", "degraded critical"])
            #expect(try bodies.allSatisfy { try $0.string("kind") == "monitoring.band.changed" })
            #expect(try await test.database.auditActions() == Array(repeating: "host.connectivity.checked", count: 3))
            let row = try #require(try await test.database.query("SELECT * FROM host_band").first)
            #expect(
                try row.string("monitoring_state") == "critical" && row.string("reachability_status") == "reachable")
            #expect(try row.int("last_response_ms") == 12 && row.optionalString("last_error_type") == nil)
            #expect(
                try row.int("ssh_consecutive_successes") == 1 && row.optionalTimestamp("last_state_change_at") != nil)
        }
    }

    @Test("results of one host at the same time are applied one after the other")
    func concurrent() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let sink = sink(test.database)
            _ = try await sink.accept(outcome(Self.up), from: host, by: .system("scheduler"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        _ = try await sink.accept(outcome(Self.gone), from: host, by: .system("scheduler"))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await test.database.count("SELECT ssh_consecutive_failures AS n FROM host_band") == 20)
            #expect(try await test.database.count("SELECT count(*) AS n FROM event_log") == 3)
        }
    }

    @Test("the first results of a new host at the same time publish its band once")
    func concurrentFirst() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let sink = sink(test.database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask { _ = try await sink.accept(outcome(Self.up), from: host, by: .system("scheduler")) }
                }
                try await group.waitForAll()
            }
            #expect(try await test.database.count("SELECT count(*) AS n FROM event_log") == 1)
            #expect(try await test.database.count("SELECT ssh_consecutive_successes AS n FROM host_band") == 6)
        }
    }

    @Test("when the event cannot be stored, neither band nor audit row is")
    func atomic() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            try await test.database.execute("ALTER TABLE event_log ADD CHECK (kind <> 'monitoring.band.changed')")
            await #expect(throws: DatabaseError.self) {
                _ = try await sink(test.database).accept(outcome(Self.up), from: host, by: .system("scheduler"))
            }
            #expect(try await test.database.count("SELECT count(*) AS n FROM host_liveness") == 0)
            #expect(try await test.database.auditActions() == [])
        }
    }

    @Test("a result that is none of connectivity, or has numbers beyond measure, does no harm")
    func strange() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            for result in [[:], ["reachable": true], ["reachable": "yes", "rungs": []], [1]] as [JSONValue] {
                let error = await apiError {
                    _ = try await sink(test.database).accept(outcome(result), from: host, by: .system("scheduler"))
                }
                #expect(error?.code == .pluginsResultInvalid)
            }
        }
    }
}

import AreaTestSupport
import Audit
import Contract
import Core
import Database
import EventLog
import Foundation
import HTTPTypes
import JSON
import Probes
import Testing

@testable import Fleet
@testable import Web

@Suite("Hosts")
struct HostServiceTests {
    private func service(_ database: Database) -> HostService {
        HostService(database: database, audit: AuditTrail(), events: EventLog(), schedule: ProbeSchedule())
    }

    private func changes(_ database: Database) async throws -> [String] {
        try await database.query("SELECT body->>'Change' AS change FROM event_log ORDER BY position").map {
            try $0.string("change")
        }
    }

    @Test("creating stores the host with its defaults, its audit row, its event and its schedule")
    func created() async throws {
        try await withAreaDatabase { test in
            let host = try await service(test.database).create(
                .init(hostname: "web", ipAddress: "192.0.2.1", port: 0, environment: "", tags: ["a"]),
                by: .administrator)
            #expect(
                host.port == 22 && host.environment == "production" && host.tags == ["a"]
                    && host.ipAddress == "192.0.2.1")
            #expect(host.createdBy?.uuidString.lowercased() == Caller.administrator.id && host.maintenanceMode == false)
            #expect(try await test.database.auditActions() == ["host.created"])
            #expect(try await changes(test.database) == ["created"])
            #expect(
                try await test.database.count("SELECT count(*) AS n FROM probe_schedule WHERE next_due_at <= now()")
                    == 3)
            let kinds = try await test.database.query("SELECT kind, host_id, body FROM event_log")
            #expect(try kinds[0].string("kind") == "host.changed" && kinds[0].uuid("host_id") == host.id)
            let body = try JSONValue(parsing: kinds[0].json("body"))
            #expect(body["HostID"] == .string(host.id.uuidString.lowercased()))
        }
    }

    @Test("a name that is taken in its environment is refused and leaves nothing behind")
    func duplicate() async throws {
        try await withAreaDatabase { test in
            let service = service(test.database)
            let first = try await service.create(.init(hostname: "web", ipAddress: "192.0.2.1"), by: .administrator)
            let error = await apiError {
                _ = try await service.create(
                    .init(hostname: "web", ipAddress: "192.0.2.2", environment: "production"), by: .administrator)
            }
            #expect(error?.code == .hostsDuplicate && error?.detail["field"] == "hostname")
            #expect(try await test.database.auditActions().count == 1)
            #expect(try await changes(test.database).count == 1)
            #expect(try await test.database.count("SELECT count(*) AS n FROM probe_schedule") == 3)
            let staging = try await service.create(
                .init(hostname: "web", ipAddress: "192.0.2.2", environment: "staging"), by: .administrator)
            let moved = await apiError {
                _ = try await service.update(staging.id, .init(environment: "production"), by: .administrator)
            }
            #expect(moved?.code == .hostsDuplicate)
            try await service.delete(first.id, by: .administrator)
            _ = try await service.update(staging.id, .init(environment: "production"), by: .administrator)
        }
    }

    @Test("an update changes what it names, an empty text clears, an empty request does nothing")
    func updated() async throws {
        try await withAreaDatabase { test in
            let service = service(test.database)
            let host = try await service.create(
                .init(
                    hostname: "web", ipAddress: "192.0.2.1", port: 2_222, displayName: "Web", description: "d",
                    tags: ["a", "b"], username: "root"), by: .administrator)
            let same = try await service.update(host.id, .init(), by: .administrator)
            #expect(same == host)
            #expect(try await changes(test.database) == ["created"])
            let group = UUID()
            let changed = try await service.update(
                host.id, .init(ipAddress: "2001:db8::2", displayName: "", tags: [], groupID: group, username: ""),
                by: .administrator)
            #expect(changed.ipAddress == "2001:db8::2" && changed.displayName == "" && changed.tags == [])
            #expect(
                changed.groupID == group && changed.username == "" && changed.port == 2_222
                    && changed.description == "d")
            #expect(try await changes(test.database) == ["created", "updated"])
            #expect(try await test.database.auditActions() == ["host.created", "host.updated"])
            let missing = await apiError { _ = try await service.update(UUID(), .init(port: 22), by: .administrator) }
            #expect(missing?.code == .hostsNotFound)
            #expect(try await test.database.auditActions().count == 2)
        }
    }

    @Test("an IPv6 address is given back in its short form without a prefix length")
    func ipv6() async throws {
        try await withAreaDatabase { test in
            let service = service(test.database)
            for (given, shown) in [
                ("2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::1"), ("::1", "::1"),
                ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("192.0.2.1", "192.0.2.1"),
            ] {
                let host = try await service.create(.init(hostname: given, ipAddress: given), by: .administrator)
                #expect(host.ipAddress == shown)
                #expect(try await service.host(host.id)?.address == shown)
            }
            #expect(
                try await test.database.count(
                    "SELECT count(*) AS n FROM live_hosts WHERE address IN ('2001:db8::1', '::1', '192.0.2.1')") == 3)
        }
    }

    @Test("deleting hides the host everywhere, removes its schedule and is told once")
    func deleted() async throws {
        try await withAreaDatabase { test in
            let service = service(test.database)
            let host = try await service.create(.init(hostname: "web", ipAddress: "192.0.2.1"), by: .administrator)
            try await service.delete(host.id, by: .administrator)
            #expect(await apiError { _ = try await service.get(host.id) }?.code == .hostsNotFound)
            #expect(await apiError { try await service.delete(host.id, by: .administrator) }?.code == .hostsNotFound)
            #expect(
                await apiError { _ = try await service.update(host.id, .init(port: 1), by: .administrator) }?.code
                    == .hostsNotFound)
            #expect(try await service.host(host.id) == nil)
            #expect(try await service.list(.init()).isEmpty)
            #expect(try await test.database.count("SELECT count(*) AS n FROM probe_schedule") == 0)
            #expect(try await test.database.count("SELECT count(*) AS n FROM live_hosts") == 0)
            #expect(try await changes(test.database) == ["created", "deleted"])
            #expect(try await test.database.auditActions() == ["host.created", "host.deleted"])
        }
    }

    @Test("a host that is reached differently from now on is due at once; other changes leave its schedule alone")
    func dueAgain() async throws {
        try await withAreaDatabase { test in
            let service = service(test.database)
            let host = try await service.create(.init(hostname: "web", ipAddress: "192.0.2.1"), by: .administrator)
            for (change, due) in [
                (HostUpdateRequest(ipAddress: "192.0.2.2"), 3), (.init(port: 2_222), 3), (.init(username: "ops"), 3),
                (.init(displayName: "Web"), 0), (.init(tags: ["x"]), 0),
            ] {
                try await test.database.execute("UPDATE probe_schedule SET next_due_at = now() + interval '1 day'")
                _ = try await service.update(host.id, change, by: .administrator)
                let count = try await test.database.count(
                    "SELECT count(*) AS n FROM probe_schedule WHERE next_due_at <= now()")
                #expect(count == due)
            }
        }
    }

    @Test("the list is newest first and restricted by environment and tag")
    func filters() async throws {
        try await withAreaDatabase { test in
            let service = service(test.database)
            for (name, environment, tags) in [
                ("a", "production", ["x", "y"]), ("b", "staging", ["x"]), ("c", "staging", []),
            ] {
                _ = try await service.create(
                    .init(hostname: name, ipAddress: "192.0.2.1", environment: environment, tags: tags),
                    by: .administrator)
            }
            func names(_ page: HostStore.Page) async throws -> String {
                try await service.list(page).map(\.response.hostname).joined()
            }
            #expect(try await names(.init()) == "cba")
            #expect(try await names(.init(environment: "staging")) == "cb")
            #expect(try await names(.init(tag: "x")) == "ba")
            #expect(try await names(.init(environment: "staging", tag: "x")) == "b")
            #expect(try await names(.init(tag: "X")) == "")
            #expect(try await names(.init(environment: "")) == "")
            #expect(try await names(.init(limit: 2)) == "cb")
        }
    }

    @Test("pages through the route hold each host once, also for hosts made in the same instant")
    func paging() async throws {
        try await withAreaDatabase { test in
            try await test.database.execute(
                """
                INSERT INTO hosts (id, hostname, ip_address)
                SELECT gen_random_uuid(), 'h' || n, '192.0.2.1' FROM generate_series(1, 10) AS n
                """)
            let list = try #require(
                HostRoutes(hosts: service(test.database)).routes.first { $0.operation == OperationCatalog.getHosts })
            var cursor: String?
            var names: [String] = []
            var sizes: [Int] = []
            repeat {
                var query = ["limit": "3"]
                query["cursor"] = cursor
                let page = try await body(of: list.handler(request(query)))
                let hosts = try #require(page["hosts"]?.array)
                names += hosts.compactMap { $0["hostname"]?.string }
                sizes.append(hosts.count)
                cursor = page["next_cursor"]?.string
            } while cursor != nil && sizes.count < 10
            #expect(sizes == [3, 3, 3, 1] && Set(names).count == 10)
            for text in ["x", "|", "2026-01-01T00:00:00Z|7", "2026|\(UUID())"] {
                let error = await apiError { _ = try await list.handler(request(["cursor": text])) }
                #expect(error?.code == .paginationCursorInvalid)
            }
            for limit in ["0", "1001", "-1"] {
                let error = await apiError { _ = try await list.handler(request(["limit": limit])) }
                #expect(error?.code == .paginationLimitExceeded)
            }
        }
    }

    private func request(_ query: [String: String]) -> APIRequest {
        APIRequest(
            method: .get, path: "/api/v1/hosts", pathParameters: [:], query: query, headers: [:], body: [],
            caller: .administrator, correlationID: .make(.request))
    }

    private func body(of response: APIResponse) throws -> JSONValue {
        guard case .bytes(let bytes) = response.body else { return .null }
        return try JSONValue(parsing: bytes)
    }

    @Test("a host shows its band and operating system once they are known")
    func joined() async throws {
        try await withAreaDatabase { test in
            let service = service(test.database)
            let host = try await service.create(.init(hostname: "web", ipAddress: "192.0.2.1"), by: .administrator)
            #expect(try await service.get(host.id).liveness == nil)
            try await test.database.execute(
                """
                INSERT INTO host_liveness (host_id, reachability_status, monitoring_state, last_probe_at,
                    ssh_consecutive_failures, ssh_consecutive_successes, privilege_consecutive_failures,
                    privilege_consecutive_successes) VALUES ($1, 'reachable', 'degraded', now(), 1, 0, 2, 0)
                """, [.uuid(host.id)])
            try await test.database.execute(
                "INSERT INTO host_system_info (host_id, facts, collected_at) VALUES ($1, '{\"os_family\":\"debian\"}', now())",
                [.uuid(host.id)])
            let row = try await service.get(host.id)
            #expect(row.liveness?.monitoringState == .degraded && row.liveness?.consecutiveFailures == 3)
            #expect(row.response.osFamily == "debian" && row.response.osVersion == nil)
        }
    }
}

import AreaTestSupport
import Audit
import Contract
import Core
import Database
import EventLog
import Foundation
import JSON
import Testing

@testable import Intelligence
@testable import PluginHost

@Suite("Answers of the intelligence area")
struct IntelligenceRouteTests {
    private typealias Bench = IntelligenceBench

    @Test("the state shows the snapshot without the plugin's internal parts, its freshness beside it")
    func state() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let routes = Bench.routes(test.database)
            let parameters = ["host_id": host.id.uuidString]
            let none = await apiError {
                _ = try await Bench.json(OperationCatalog.getIntelligenceState, of: routes, parameters: parameters)
            }
            #expect(none?.code == .hostsNotFound)
            let accepted = try await SystemInfoSink(database: test.database, audit: AuditTrail(), events: EventLog())
                .accept(
                    Bench.outcome([
                        "users": ["root": ["uid": 0]], "facts": ["os_family": "debian"], "sections": ["passwd": "hash"],
                        "category_freshness": ["users": "2026-01-01T00:00:00Z"], "collected_at": "a lie",
                    ]), from: host, by: .system("scheduler"))
            let state = try await Bench.json(OperationCatalog.getIntelligenceState, of: routes, parameters: parameters)
            let time = JSONValue.string(accepted.collectedAt.description)
            #expect(state["host_id"] == .string(host.id.uuidString.lowercased()) && state["collected_at"] == time)
            #expect(state["snapshot"] == ["users": ["root": ["uid": 0]], "collected_at": time])
            #expect(state["category_freshness"] == ["users": "2026-01-01T00:00:00Z"])
            try await test.database.execute("UPDATE hosts SET deleted_at = now()")
            let deleted = await apiError {
                _ = try await Bench.json(OperationCatalog.getIntelligenceState, of: routes, parameters: parameters)
            }
            #expect(deleted?.code == .hostsNotFound)
        }
    }

    @Test("system information is the merged facts of a live host, 404 while there are none")
    func systemInfo() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let routes = Bench.routes(test.database)
            let parameters = ["id": host.id.uuidString]
            let none = await apiError {
                _ = try await Bench.json(OperationCatalog.getHostSystemInfo, of: routes, parameters: parameters)
            }
            #expect(none?.code == .hostsNotFound)
            _ = try await DiscoverySink(database: test.database, audit: AuditTrail(), events: EventLog()).accept(
                Bench.outcome(["os_family": "debian", "mem_total_mb": 512]), from: host, by: .system("scheduler"))
            let info = try await Bench.json(OperationCatalog.getHostSystemInfo, of: routes, parameters: parameters)
            #expect(info["os_family"] == "debian" && info["mem_total_mb"] == 512 && info["collected_at"]?.string != nil)
            #expect(info["host_id"] == .string(host.id.uuidString.lowercased()))
            let malformed = await apiError {
                _ = try await Bench.json(OperationCatalog.getHostSystemInfo, of: routes, parameters: ["id": "7"])
            }
            #expect(malformed?.code == .validationFieldFormat)
        }
    }

    @Test("pages of events carry a cursor until the last one, and each event its fields")
    func events() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let routes = Bench.routes(test.database)
            let events = (0..<10).map { Bench.event("system.package.updated", .info, attributes: "{\"n\":\($0)}") }
            _ = try await SystemInfoSink(database: test.database, audit: AuditTrail(), events: EventLog()).accept(
                Bench.outcome([:], events: events), from: host, by: .system("scheduler"))
            var cursor: String?
            var items: [JSONValue] = []
            var pages = 0
            repeat {
                var query = ["limit": "3", "host_id": host.id.uuidString]
                query["cursor"] = cursor
                let page = try await Bench.json(OperationCatalog.getIntelligenceEvents, of: routes, query: query)
                items += page["items"]?.array ?? []
                cursor = page["next_cursor"]?.string
                pages += 1
            } while cursor != nil && pages < 10
            #expect(pages == 4 && items.compactMap { $0["detail"]?["n"]?.integer } == Array((0..<10).reversed()))
            #expect(Set(items.compactMap { $0["id"]?.string }).count == 10)
            let first = try #require(items.first)
            for name in [
                "host_id", "event_code", "severity", "occurred_at", "detected_at", "correlation_id", "plugin_id",
            ] {
                #expect(first[name]?.string != nil, "\(name)")
            }
        }
    }

    @Test(
        "a parameter outside of its rule is refused with its code",
        arguments: [
            (["host_id": "7"], .validationFieldFormat), (["since": "yesterday"], .validationFieldFormat),
            (["limit": "0"], .paginationLimitExceeded),
            (["limit": "201"], .paginationLimitExceeded), (["severity": "urgent"], .validationFieldRange),
            (["event_code": ""], .validationFieldRange),
            (["plugin_id": String(repeating: "x", count: 129)], .validationFieldRange),
            (["cursor": "x"], .paginationCursorInvalid),
        ] as [([String: String], ErrorCode)])
    func parameters(query: [String: String], code: ErrorCode) async throws {
        try await withAreaDatabase { test in
            let error = await apiError {
                _ = try await Bench.json(
                    OperationCatalog.getIntelligenceEvents, of: Bench.routes(test.database), query: query)
            }
            #expect(error?.code == code)
        }
    }
}

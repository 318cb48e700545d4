import AreaTestSupport
import Contract
import Core
import Database
import Foundation
import HTTPTypes
import HummingbirdCore
import JSON
import NIOConcurrencyHelpers
import NIOCore
import TestSupport
import Testing

@testable import Audit
@testable import Web

@Suite("Reading the audit trail")
struct AuditRouteTests {
    private struct Collector: ResponseBodyWriter {
        let bytes: NIOLockedValueBox<[UInt8]>

        mutating func write(_ buffer: ByteBuffer) async throws {
            bytes.withLockedValue { $0 += buffer.readableBytesView }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    private func request(_ query: [String: String]) -> APIRequest {
        APIRequest(
            method: .get, path: "/api/v1/audit/events", pathParameters: [:], query: query, headers: [:], body: [],
            caller: .administrator, correlationID: .make(.request))
    }

    private func routes(_ test: TestDatabase, exportLimit: Int = 10_000) -> [Route] {
        AuditRoutes(database: test.database, audit: AuditTrail(), exportLimit: exportLimit).routes
    }

    private func list(_ test: TestDatabase, _ query: [String: String]) async throws -> JSONValue {
        let response = try await routes(test)[0].handler(request(query))
        guard case .bytes(let bytes) = response.body else { return .null }
        return try JSONValue(parsing: bytes)
    }

    private func export(
        _ test: TestDatabase, _ query: [String: String], limit: Int = 10_000
    ) async throws -> (headers: HTTPFields, text: String) {
        let response = try await routes(test, exportLimit: limit)[1].handler(request(query))
        guard case .stream(let write) = response.body else { return ([:], "") }
        let bytes = NIOLockedValueBox<[UInt8]>([])
        var writer: any ResponseBodyWriter = Collector(bytes: bytes)
        try await write(&writer)
        return (response.headers, String(decoding: bytes.withLockedValue(\.self), as: UTF8.self))
    }

    private func record(_ count: Int, in test: TestDatabase) async throws {
        let entries = (0..<count).map { number in
            AuditEntry(
                .hostCreated, by: .administrator, on: .init("host", "h\(number)"),
                detail: ["hostname": .string("web-\(number)")])
        }
        try await AuditTrail().record(entries, in: test.database)
    }

    @Test("R21: rows of one and the same time are listed once each, page by page, and the last page says so")
    func equalTimes() async throws {
        try await withAreaDatabase { test in
            try await test.database.execute(
                """
                INSERT INTO audit_events (id, correlation_id, action, severity, outcome, actor_type, actor_label,
                    occurred_at)
                SELECT gen_random_uuid(), '', 'host.updated', 'info', 'success', 'system', 'test',
                    '2026-01-01T00:00:00Z'
                FROM generate_series(1, 90)
                """)
            var seen: [String] = []
            var cursor: String?
            repeat {
                var query = ["limit": "30"]
                query["cursor"] = cursor
                let page = try await list(test, query)
                seen += page["items"]?.array?.compactMap { $0["id"]?.string } ?? []
                #expect(page.object?.keys.contains("next_cursor") == true)
                cursor = page["next_cursor"]?.string
            } while cursor != nil && seen.count < 200
            #expect(seen.count == 90 && Set(seen).count == 90)
            #expect(seen == seen.sorted(by: >))
        }
    }

    @Test("an item has every member of the contract; redactions are null when nothing was cut")
    func item() async throws {
        try await withAreaDatabase(checksAudit: false) { test in
            try await AuditTrail().record(
                [
                    AuditEntry(
                        .hostCreated, by: .administrator, on: .init("host", "h1"), detail: ["hostname": "web"]),
                    AuditEntry(
                        .authLoginFailure, .failure, by: .anonymous(address: "192.0.2.9", userAgent: "curl"),
                        detail: ["reason": "wrong_password", "password": "x"]),
                ], in: test.database)
            let items = try #require(try await list(test, [:])["items"]?.array)
            let (failed, made) = (try #require(items.first), try #require(items.last))
            #expect(made["message"] == "ada: A host was added (host web).")
            #expect(made.object?.keys.contains("redactions") == true && made["redactions"] == .null)
            #expect(made["detail"] == ["hostname": "web"] && made["actor_id"]?.string == Caller.administrator.id)
            #expect(failed["redactions"] == ["password"] && failed["actor_ip"] == "192.0.2.9")
            #expect(failed["actor_id"] == nil && failed["resource_id"] == nil && failed["outcome"] == "failure")
            #expect(failed["message"]?.string?.hasSuffix(", failure: wrong_password.") == true)
            let sent = try String(contentsOf: Self.contract, encoding: .utf8)
            for key in made.object?.keys ?? [] {
                #expect(sent.contains("        \(key): {") || sent.contains("        \(key):\n"))
            }
        }
    }

    private static let contract = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "contract/openapi.yaml")

    @Test("each filter keeps what it names and nothing else")
    func filters() async throws {
        try await withAreaDatabase { test in
            let correlation = CorrelationID.make(.request)
            try await CorrelationID.$current.withValue(correlation) {
                try await AuditTrail().record(
                    AuditEntry(.hostCreated, by: .administrator, on: .init("host", "h1")), in: test.database)
            }
            try await AuditTrail().record(
                [
                    AuditEntry(.authLogout, by: .administrator, on: .init("session", "s1")),
                    AuditEntry(.authMFAFailed, .failure, by: .anonymous(address: nil, userAgent: nil)),
                    AuditEntry(.authzPermissionDenied, .denied, by: .system("x"), on: .init("host", "h2")),
                ], in: test.database)
            let middle = try await test.database.query(
                "SELECT occurred_at FROM audit_events WHERE action = 'auth.mfa.failed'"
            ).first?.timestamp("occurred_at")
            let time = try #require(middle).description
            let cases: [([String: String], [String])] = [
                (["action": "host.created"], ["host.created"]),
                (["action": "auth.*"], ["auth.mfa.failed", "auth.logout"]),
                (["action": "auth.mfa.*"], ["auth.mfa.failed"]), (["action": "auth"], []), (["action": "a.*"], []),
                (["correlation_id": correlation.text], ["host.created"]),
                (["actor_type": "anonymous"], ["auth.mfa.failed"]),
                (["actor_id": Caller.administrator.id ?? ""], ["auth.logout", "host.created"]),
                (["resource_type": "host"], ["authz.permission.denied", "host.created"]),
                (["resource_id": "s1"], ["auth.logout"]),
                (["resource_type": "host", "resource_id": "s1"], []),
                (["outcome": "denied"], ["authz.permission.denied"]),
                (["severity": "info"], ["auth.logout", "host.created"]),
                (["since": time], ["authz.permission.denied", "auth.mfa.failed"]),
                (["until": time], ["auth.logout", "host.created"]),
                (["since": time, "until": time], []),
            ]
            for (query, expected) in cases {
                let items = try await list(test, query)["items"]?.array ?? []
                #expect(items.compactMap { $0["action"]?.string } == expected, "\(query)")
            }
        }
    }

    @Test("a page size or cursor that was never given out is refused, as is a filter that cannot be")
    func refused() async throws {
        try await withAreaDatabase { test in
            for limit in ["0", "-1", "201", "99999999999"] {
                let error = await apiError { _ = try await list(test, ["limit": limit]) }
                #expect(error?.code == .paginationLimitExceeded, "\(limit)")
            }
            for cursor in ["", "x", "2026-01-01T00:00:00Z", "'; --"] {
                let error = await apiError { _ = try await list(test, ["cursor": cursor]) }
                #expect(error?.code == .paginationCursorInvalid, "\(cursor)")
            }
            let cases: [([String: String], ErrorCode)] = [
                (["limit": "x"], .validationFieldFormat), (["since": "yesterday"], .validationFieldFormat),
                (["action": "*"], .validationFieldFormat), (["action": "a.*.*"], .validationFieldFormat),
                (["action": ""], .validationFieldRange), (["outcome": "odd"], .validationFieldRange),
                (["severity": "low"], .validationFieldRange),
                (["resource_id": String(repeating: "x", count: 257)], .validationFieldRange),
            ]
            for (query, code) in cases {
                #expect(await apiError { _ = try await list(test, query) }?.code == code, "\(query)")
            }
            #expect(await apiError { _ = try await export(test, ["format": "xml"]) }?.code == .validationFieldRange)
            let actions = try await test.database.auditActions()
            #expect(actions.isEmpty)
        }
    }

    @Test("R21: an export is a file with every row, formulas defused, and is on record itself")
    func csv() async throws {
        try await withAreaDatabase { test in
            try await record(1_203, in: test)
            try await AuditTrail().record(
                AuditEntry(.hostDeleted, by: Caller(kind: .user, id: "u", label: "=HYPERLINK(\"x\")")),
                in: test.database)
            let (headers, text) = try await export(test, [:])
            let lines = text.components(separatedBy: "\r\n")
            #expect(lines.count == 1_206 && lines.last == "")
            #expect(
                lines.first == "occurred_at,action,message,severity,actor_type,actor_label,actor_id,resource_type,"
                    + "resource_id,correlation_id")
            #expect(lines[1].contains(",\"'=HYPERLINK(\"\"x\"\")\","))
            #expect(lines[1_204].contains(",host,h0,"))
            #expect(headers[.contentType] == "text/csv; charset=utf-8")
            let name = try #require(headers[.contentDisposition])
            #expect(name.wholeMatch(of: /attachment; filename="audit-log-\d{8}-\d{6}\.csv"/) != nil)
            let truncated = try #require(HTTPField.Name("X-OpenWatch-Export-Truncated"))
            #expect(headers[truncated] == nil)
            #expect(try await test.database.auditActions().last == "audit.events.exported")
        }
    }

    @Test("an export stops at its limit and says so, and only then")
    func truncated() async throws {
        try await withAreaDatabase { test in
            try await record(20, in: test)
            let truncated = try #require(HTTPField.Name("X-OpenWatch-Export-Truncated"))
            for (limit, flag) in [(19, "true"), (20, nil), (21, nil)] {
                let query = ["format": "json", "action": "host.created"]
                let (headers, text) = try await export(test, query, limit: limit)
                #expect(headers[truncated] == flag)
                let items = try #require(try JSONValue(parsing: Array(text.utf8)).array)
                #expect(items.count == min(limit, 20) && items.first?["resource_id"] == "h19")
            }
            let empty = try await export(test, ["format": "json", "action": "none"])
            #expect(try JSONValue(parsing: Array(empty.text.utf8)) == .array([]))
            let row = try await test.database.query(
                "SELECT detail FROM audit_events WHERE action = 'audit.events.exported' ORDER BY id LIMIT 1"
            ).first
            let detail = try JSONValue(parsing: try #require(row).json("detail"))
            #expect(detail == ["format": "json", "truncated": true, "filter": ["action": "host.created"]])
        }
    }

    @Test("R1: reading and exporting the trail need a permission that not everybody has")
    func permission() {
        for operation in [OperationCatalog.getAuditEvents, OperationCatalog.getAuditEventsExport] {
            guard case .permission(let permission) = operation.access else {
                Issue.record("\(operation.operationID) is open")
                continue
            }
            #expect(permission == .auditRead)
            #expect(!Caller.anonymous(address: nil, userAgent: nil).holds(permission))
        }
    }
}

import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests {
    /// The audit trail as operators and auditors see it.
    @Suite("The audit trail", .serialized)
    struct AuditTrail {
        @Test("what was done is listed and exported over HTTPS to who may read it, and to nobody else")
        func reading() async throws {
            try await OpenWatchServer.with { server in
                let host = try await server.addHost("audited", port: 1)
                let page = try await server.get("audit/events?resource_id=\(host)&action=host.created")
                #expect(page.status == 200, "\(page.text)")
                let item = try #require(page.json["items"]?.array?.first)
                #expect(item["message"]?.string == "\(OpenWatchServer.adminName): A host was added (host audited).")
                #expect(page.json.object?["next_cursor"] == .null && item.object?["redactions"] == .null)
                var seen: [String] = []
                var cursor: String?
                repeat {
                    let path = "audit/events?limit=2" + (cursor.map { "&cursor=\($0)" } ?? "")
                    let answer = try await server.get(path)
                    seen += answer.json["items"]?.array?.compactMap { $0["id"]?.string } ?? []
                    cursor = answer.json["next_cursor"]?.string
                } while cursor != nil && seen.count < 500
                #expect(seen.count >= 4 && Set(seen).count == seen.count)

                let csv = try await server.get("audit/events/export?action=host.*")
                #expect(csv.status == 200 && csv[header: "Content-Type"] == "text/csv; charset=utf-8")
                #expect(csv[header: "Content-Disposition"]?.hasSuffix(".csv\"") == true)
                #expect(csv.text.hasPrefix("occurred_at,action,message,") && csv.text.contains(",host,\(host),"))
                let json = try await server.get("audit/events/export?format=json&resource_id=\(host)")
                #expect(json.json.array?.isEmpty == false)
                #expect(try await server.audit("audit.events.exported").count == 2)

                for path in ["audit/events", "audit/events/export"] {
                    let answer = try await server.api.send("GET", path)
                    #expect(answer.status == 401, "\(answer.text)")
                }
                for query in ["limit=0", "limit=-1", "limit=201"] {
                    #expect(try await server.get("audit/events?\(query)").code == "pagination.limit_exceeded")
                }
                #expect(try await server.get("audit/events?cursor=nonsense").code == "pagination.cursor_invalid")
            }
        }

        @Test("a flood of strangers leaves ten rows and a count, also when the server stops first")
        func flood() async throws {
            try await OpenWatchServer.with { server in
                for _ in 0..<60 { #expect(try await server.api.send("GET", "hosts").status == 401) }
                let condition = "actor_type = 'anonymous'"
                #expect(try await server.audit("authz.permission.denied", where: condition).count == 10)
                #expect(try await server.stop().code == 0)
                try await server.start()
                try await server.signIn()
                let rows = try await server.audit("authz.permission.denied", where: condition)
                #expect(rows.count == 11 && rows.last?["detail"]?["suppressed_count"]?.integer == 50)
            }
        }

        @Test("the command lists, exports and verifies beside a running server, and finds what somebody changed")
        func command() async throws {
            try await OpenWatchServer.with { server in
                let host = try await server.addHost("audited", port: 1)
                let list = try await server.command(["audit", "list", "--json", "--resource-id", host])
                #expect(list.status == 0, "\(list.errors)")
                #expect(try list.json["items"]?.array?.contains { $0["action"] == "host.created" } == true)
                let table = try await server.command(["audit", "list", "--action", "host.*"])
                #expect(table.status == 0 && table.output.contains("A host was added (host audited)."))

                let file = server.home.path + "/audit.csv"
                let export = try await server.command(["audit", "export", "--output", file, "--json"])
                #expect(export.status == 0, "\(export.errors)")
                let written = try String(contentsOfFile: file, encoding: .utf8)
                #expect(written.components(separatedBy: "\r\n").count == (try export.json["rows"]?.integer ?? 0) + 2)
                #expect(try await server.command(["audit", "export", "--output", file]).status == 1)
                #expect(try String(contentsOfFile: file, encoding: .utf8) == written)

                for arguments in [
                    ["list", "--limit", "0"], ["list", "--outcome", "odd"], ["list", "--since", "yesterday"],
                    ["list", "--cursor", "x"], ["export", "--format", "xml"], ["verify", "--expect", "1:x"],
                ] {
                    #expect(try await server.command(["audit"] + arguments).status == 2, "\(arguments)")
                }

                try await wait(until: "the chain to catch up") {
                    try await server.rows("SELECT ordinal FROM audit_unlinked").isEmpty
                }
                let intact = try await server.command(["audit", "verify", "--json"])
                #expect(intact.status == 0, "\(intact.output) \(intact.errors)")
                let result = try intact.json
                #expect(result["intact"] == true && (result["rows"]?.integer ?? 0) > 4)
                #expect((result["signed_checkpoints"]?.integer ?? 0) >= 1)
                let head = try #require(result["head"]?.string)
                #expect(try await server.command(["audit", "verify", "--expect", head]).status == 0)

                try await server.psql(
                    """
                    BEGIN; SET LOCAL session_replication_role = replica;
                    UPDATE audit_events SET actor_label = 'eve' WHERE resource_id = '\(host)' AND action = 'host.created';
                    COMMIT
                    """)
                let broken = try await server.command(["audit", "verify", "--json"])
                #expect(broken.status == 3, "\(broken.output) \(broken.errors)")
                #expect(try broken.json["fault"]?["kind"] == "changed")
                let row = try await server.rows(
                    "SELECT id FROM audit_events WHERE resource_id = '\(host)' AND action = 'host.created'")
                #expect(try broken.json["fault"]?["event_id"] == row.first?["id"])
                let text = try await server.command(["audit", "verify"])
                #expect(text.status == 3 && text.output.contains("BROKEN"))
            }
        }
    }
}

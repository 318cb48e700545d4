import Foundation
import JSON
import TestSupport
import Testing

extension SystemTests.BadInput {
    @Suite("Idempotency", .serialized)
    struct Idempotency {
        @Test(
            "probes on demand need an Idempotency-Key, and a usable one",
            arguments: [
                "connectivity:check", "discovery:run", "intelligence:refresh",
            ])
        func required(_ action: String) async throws {
            let server = try OpenWatchServer.current
            let path = "hosts/0190a000-0000-7000-8000-000000000001/\(action)"
            for key in [nil, "", "  "] {
                let answer = try await server.post(path, key: key)
                #expect(answer.status == 400)
                #expect(answer.code == "idempotency.key_required", "\(answer.text)")
            }
            for key in [String(repeating: "k", count: 129), "a b"] {
                let answer = try await server.post(path, key: key)
                #expect(answer.status == 400)
                #expect(answer.code == "request.header_invalid", "\(answer.text)")
            }
        }

        @Test("the same key gives the same answer and runs the probe once; for something else it is refused")
        func replay() async throws {
            let server = try OpenWatchServer.current
            let host = try await server.addHost("replay", port: try SSHServerFixture.freePort())
            try await server.waitForFirstContact(host)
            let runs = try await failures(of: host)
            let key = UUID().uuidString
            let first = try await server.probe("connectivity:check", on: host, key: key)
            #expect(first.status == 200)
            #expect(try await failures(of: host) == runs + 1)
            let second = try await server.post("hosts/\(host)/connectivity:check", key: key)
            #expect(second.status == 200)
            #expect(second.body == first.body)
            #expect(try await failures(of: host) == runs + 1, "the probe ran again")
            let other = try await server.post("hosts/\(host)/discovery:run", key: key)
            #expect(other.status == 409)
            #expect(other.code == "idempotency.key_reused")
            let fresh = try await server.probe("connectivity:check", on: host)
            #expect(fresh.status == 200)
            #expect(try await failures(of: host) == runs + 2)
        }

        @Test("a host is added once however often the request is repeated, and another body with the key is refused")
        func create() async throws {
            let server = try OpenWatchServer.current
            let key = UUID().uuidString
            let body: JSONValue = ["hostname": "once", "ip_address": "127.0.0.1", "port": 1]
            let first = try await server.post("hosts", body, key: key)
            let second = try await server.post("hosts", body, key: key)
            #expect(first.status == 201)
            #expect(second.status == 201)
            #expect(first.body == second.body)
            #expect(try await server.rows("SELECT id FROM hosts WHERE hostname = 'once'").count == 1)
            let other = try await server.post(
                "hosts", ["hostname": "twice", "ip_address": "127.0.0.1", "port": 1], key: key)
            #expect(other.status == 409)
            #expect(other.code == "idempotency.key_reused")
            #expect(try await server.rows("SELECT id FROM hosts WHERE hostname = 'twice'").isEmpty)
            let without = try await server.post("hosts", body)
            #expect(without.status == 409)
            #expect(without.code == "hosts.duplicate")
        }

        @Test("a failed request gives its key back")
        func failure() async throws {
            let server = try OpenWatchServer.current
            let key = UUID().uuidString
            let refused = try await server.post("hosts", ["hostname": "mended", "ip_address": "no"], key: key)
            #expect(refused.status == 400)
            let mended = try await server.post(
                "hosts", ["hostname": "mended", "ip_address": "127.0.0.1", "port": 1], key: key)
            #expect(mended.status == 201, "\(mended.text)")
        }

        @Test("of ten requests with one key at one time one works and the others are answered alike or told to wait")
        func concurrent() async throws {
            let server = try OpenWatchServer.current
            let key = UUID().uuidString
            let body: JSONValue = ["hostname": "crowd", "ip_address": "127.0.0.1", "port": 1]
            let answers = try await withThrowingTaskGroup(of: APIAnswer.self) { group in
                for _ in 0..<10 { group.addTask { try await server.post("hosts", body, key: key) } }
                return try await group.reduce(into: [APIAnswer]()) { $0.append($1) }
            }
            let created = answers.filter { $0.status == 201 }
            #expect(!created.isEmpty)
            #expect(Set(created.map(\.text)).count == 1)
            #expect(answers.allSatisfy { $0.status == 201 || $0.code == "idempotency.in_flight" })
            #expect(try await server.rows("SELECT id FROM hosts WHERE hostname = 'crowd'").count == 1)
        }

        private func failures(of host: String) async throws -> Int64 {
            let answer = try await OpenWatchServer.current.get("hosts/\(host)")
            return answer.json["liveness"]?["ssh_consecutive_failures"]?.integer ?? -1
        }
    }
}

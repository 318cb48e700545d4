import Foundation
import JSON
import TestSupport
import Testing
import Yams

extension SystemTests.BadInput {
    @Suite("Requests", .serialized)
    struct Requests {
        private static let id = "0190a000-0000-7000-8000-000000000001"

        struct Body: Sendable, CustomTestStringConvertible {
            let text: String
            let code: String
            var field: String?
            var testDescription: String { text }
        }

        @Test(
            "a body that is not what the contract says is refused with its field, and nothing is stored",
            arguments: [
                Body(text: "{\"hostname\": \"bad-body\", ", code: "validation.invalid_body"),
                Body(text: "", code: "validation.invalid_body"),
                Body(text: "[]", code: "validation.invalid_body"),
                Body(text: "\u{0}\u{1}", code: "validation.invalid_body"),
                Body(
                    text: "{\"hostname\": 5, \"ip_address\": \"127.0.0.1\"}", code: "validation.invalid_body",
                    field: "hostname"),
                Body(
                    text: "{\"hostname\": \"bad-body\", \"ip_address\": \"127.0.0.1\", \"port\": \"22\"}",
                    code: "validation.invalid_body", field: "port"),
                Body(text: "{\"hostname\": \"bad-body\"}", code: "validation.field_required", field: "ip_address"),
                Body(
                    text: "{\"hostname\": \"bad-body\", \"ip_address\": null}", code: "validation.invalid_body",
                    field: "ip_address"),
                Body(
                    text: "{\"hostname\": \"bad-body\", \"ip_address\": \"localhost\"}", code: "hosts.invalid_input",
                    field: "ip_address"),
                Body(
                    text: "{\"hostname\": \" \", \"ip_address\": \"127.0.0.1\"}", code: "hosts.invalid_input",
                    field: "hostname"),
                Body(
                    text: "{\"hostname\": \"bad-body\", \"ip_address\": \"127.0.0.1\", \"port\": 65536}",
                    code: "validation.field_range", field: "port"),
                Body(
                    text: "{\"hostname\": \"bad-body\", \"ip_address\": \"127.0.0.1\", \"group_id\": \"x\"}",
                    code: "validation.invalid_body", field: "group_id"),
            ])
        func body(_ body: Body) async throws {
            let server = try OpenWatchServer.current
            let answer = try await server.api.send("POST", "hosts", as: server.admin, body: Array(body.text.utf8))
            #expect(answer.status == 400)
            #expect(answer.code == body.code, "\(answer.text)")
            if let field = body.field { #expect(answer.detail?["field"]?.string == field, "\(answer.text)") }
            #expect(try await server.rows("SELECT id FROM hosts WHERE hostname = 'bad-body'").isEmpty)
        }

        @Test("JSON that nests without end is refused and the server stays")
        func nesting() async throws {
            let server = try OpenWatchServer.current
            let deep = Array(String(repeating: "[", count: 30_000).utf8)
            let answer = try await server.api.send(
                "POST", "hosts", as: server.admin, body: Array("{\"hostname\":".utf8) + deep)
            #expect(answer.status == 400)
            #expect(try await server.get("health").status == 200)
        }

        @Test(
            "an unknown path answers 404 in the envelope, with and without an identity",
            arguments: [
                "/", "/api", "/api/v1/", "/api/v1/nothing", "/api/v1/hosts/", "/api/v1/hosts//x", "/api/v2/hosts",
                "/api/v1/hosts/../users", "/api/v1/%68osts/%2e%2e", "/favicon.ico",
            ])
        func unknownPath(_ path: String) async throws {
            let server = try OpenWatchServer.current
            for identity in [APIClient.Identity.nobody, server.admin] {
                let answer = try await server.api.send("GET", path, as: identity)
                #expect(answer.status == 404)
                #expect(answer.code == "request.not_found", "\(answer.text)")
                #expect(answer.json["error"]?["correlation_id"]?.string == answer[header: "X-Correlation-Id"])
            }
        }

        @Test("a method that a path lacks answers 405 and names those it has")
        func method() async throws {
            let server = try OpenWatchServer.current
            let allowed = [
                ("DELETE", "hosts", ["GET", "POST"]), ("PUT", "hosts/\(Self.id)", ["DELETE", "GET", "PATCH"]),
                ("GET", "auth/login", ["POST"]), ("GET", "hosts/\(Self.id)/discovery:run", ["POST"]),
                ("POST", "health", ["GET"]), ("BREW", "hosts", ["GET", "POST"]),
            ]
            for (method, path, expected) in allowed {
                let answer = try await server.api.send(method, path, as: server.admin)
                #expect(answer.status == 405, "\(method) \(path)")
                #expect(answer.code == "request.method_not_allowed")
                let methods = (answer[header: "Allow"] ?? "").split(separator: ",").map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                #expect(methods.sorted() == expected)
            }
        }

        @Test(
            "an id that is no UUID answers 400 and names the parameter",
            arguments: [
                ("GET", "hosts/42", "id"), ("PATCH", "hosts/42", "id"), ("DELETE", "hosts/x%20y", "id"),
                ("GET", "hosts/42/system-info", "id"), ("POST", "hosts/42/connectivity:check", "id"),
                ("POST", "hosts/42/discovery:run", "id"), ("POST", "hosts/42/intelligence:refresh", "id"),
                ("GET", "credentials/42", "id"), ("DELETE", "credentials/42", "id"),
                ("GET", "intelligence/state/42", "host_id"), ("GET", "intelligence/events?host_id=42", "host_id"),
            ])
        func badID(_ method: String, _ path: String, _ field: String) async throws {
            let server = try OpenWatchServer.current
            let answer = try await server.api.send(
                method, path, as: server.admin, json: method == "PATCH" ? [:] : nil,
                headers: method == "POST" ? [("Idempotency-Key", UUID().uuidString)] : [])
            #expect(answer.status == 400)
            #expect(answer.code == "validation.field_format", "\(answer.text)")
            #expect(answer.detail?["field"]?.string == field)
        }

        @Test("an id that nothing has answers 404")
        func unknownID() async throws {
            let server = try OpenWatchServer.current
            for path in ["hosts/\(Self.id)", "hosts/\(Self.id)/system-info", "intelligence/state/\(Self.id)"] {
                #expect(try await server.get(path).code == "hosts.not_found")
            }
            for action in ["connectivity:check", "discovery:run", "intelligence:refresh"] {
                let answer = try await server.post("hosts/\(Self.id)/\(action)", key: UUID().uuidString)
                #expect(answer.status == 404)
                #expect(answer.code == "hosts.not_found")
            }
            #expect(try await server.get("credentials/\(Self.id)").code == "credentials.not_found")
            #expect(
                try await server.get("intelligence/events?host_id=\(Self.id)").json["items"]?.array?.isEmpty == true)
        }

        @Test(
            "cursors, limits, times and severities out of their form answer 400 with their code",
            arguments: [
                ("intelligence/events?cursor=abc", "pagination.cursor_invalid"),
                ("intelligence/events?cursor=2026-01-01T00:00:00Z%7Cx", "pagination.cursor_invalid"),
                ("intelligence/events?cursor=%7C", "pagination.cursor_invalid"),
                ("hosts?limit=5&cursor=%F0%9F%92%A9", "pagination.cursor_invalid"),
                ("intelligence/events?limit=0", "pagination.limit_exceeded"),
                ("intelligence/events?limit=201", "pagination.limit_exceeded"),
                ("intelligence/events?limit=-1", "pagination.limit_exceeded"),
                ("hosts?limit=1001", "pagination.limit_exceeded"),
                ("intelligence/events?limit=ten", "validation.field_format"),
                ("intelligence/events?limit=99999999999999999999", "validation.field_format"),
                ("intelligence/events?since=yesterday", "validation.field_format"),
                ("intelligence/events?severity=bad", "validation.field_range"),
                ("intelligence/events?event_code=", "validation.field_range"),
            ])
        func query(_ path: String, _ code: String) async throws {
            let answer = try await OpenWatchServer.current.get(path)
            #expect(answer.status == 400)
            #expect(answer.code == code, "\(answer.text)")
        }

        @Test("limits of 1 and 200 are fine")
        func limits() async throws {
            let server = try OpenWatchServer.current
            for limit in [1, 200] {
                #expect(try await server.get("intelligence/events?limit=\(limit)").status == 200)
            }
            let refused = try await server.get("intelligence/events?limit=201")
            #expect(refused.detail?["max_limit"]?.integer == 200)
            #expect(refused.detail?["requested"]?.integer == 201)
        }

        @Test(
            "a stream with a Last-Event-ID that no frame had answers 400",
            arguments: ["abc", "-1", "+5", " ", "1.5", "99999999999999999999", "0x10"])
        func lastEventID(_ position: String) async throws {
            let server = try OpenWatchServer.current
            let response = try await server.api.open(
                "events?topics=intelligence.event", as: server.admin, headers: [("Last-Event-ID", position)])
            let status = response.status.code
            // Not read to its end: a stream that was wrongly opened has none.
            #expect(status == 400)
            guard status == 400 else { return }
            let text = String(buffer: try await response.body.collect(upTo: 65_536))
            #expect(text.contains("request.header_invalid"))
        }

        @Test("a stream without a known topic answers 400", arguments: ["", "?topics=", "?topics=none,such"])
        func topics(_ query: String) async throws {
            let answer = try await OpenWatchServer.current.get("events" + query)
            #expect(answer.status == 400)
            #expect(answer.detail?["field"]?.string == "topics")
        }

        @Test("a body above the limit answers 413, whether it says its length or not")
        func oversize() async throws {
            let server = try OpenWatchServer.current
            let plain = try server.makeClient(version: .http1Only)
            let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
            for client in [try server.api, plain] {
                let counted = try await client.send(
                    "POST", "hosts", as: server.admin, body: Array(repeating: piece, count: 20).flatMap { $0 })
                #expect(counted.status == 413)
                #expect(counted.code == "validation.body_too_large")
                let streamed = try await client.stream(
                    "POST", "hosts", as: server.admin, pieces: Array(repeating: piece, count: 20))
                #expect(streamed.status == 413)
                #expect(streamed.code == "validation.body_too_large")
                #expect(try await client.send("GET", "health").status == 200)
            }
            #expect(plain.headerFaults.isEmpty)
            await plain.close()
        }

        @Test(
            "a body that is not JSON by its own words answers 415", arguments: ["text/plain", "application/xml", "x"])
        func mediaType(_ type: String) async throws {
            let server = try OpenWatchServer.current
            let answer = try await server.api.send(
                "POST", "hosts", as: server.admin, json: ["hostname": "media", "ip_address": "127.0.0.1"],
                headers: [("Content-Type", type)])
            #expect(answer.status == 415)
            #expect(answer.code == "request.unsupported_media_type")
        }

        @Test("a client may choose a correlation id of the contract's form and no other")
        func correlationID() async throws {
            let server = try OpenWatchServer.current
            let chosen = try await server.api.send(
                "GET", "nothing", headers: [("X-Correlation-Id", "my-Request_7")])
            #expect(chosen[header: "X-Correlation-Id"] == "my-Request_7")
            #expect(chosen.json["error"]?["correlation_id"]?.string == "my-Request_7")
            for bad in ["a b", "a\"b", String(repeating: "a", count: 65), "é"] {
                let answer = try await server.api.send("GET", "nothing", headers: [("X-Correlation-Id", bad)])
                let id = answer[header: "X-Correlation-Id"] ?? ""
                #expect(!id.isEmpty && id != bad)
            }
        }

        @Test("every operation that is not open to all asks a stranger to sign in, before it looks at anything else")
        func strangers() async throws {
            let server = try OpenWatchServer.current
            let served = try await server.api.send("GET", "openapi.yaml")
            #expect(served.status == 200)
            let contract = try String(contentsOfFile: BuiltProduct.root + "/contract/openapi.yaml", encoding: .utf8)
            #expect(served.text == contract, "the served document is not the contract's")
            let document = try #require(try Yams.compose(yaml: served.text))
            let paths = try #require(document["paths"]?.mapping)
            var closed = 0
            for (path, operations) in paths {
                for (method, operation) in operations.mapping ?? [:] {
                    guard operation["x-access"]?.string != "anonymous" else { continue }
                    closed += 1
                    let place = (path.string ?? "").replacing("{id}", with: "no-uuid").replacing(
                        "{host_id}", with: "no-uuid")
                    let answer = try await server.api.send(
                        (method.string ?? "").uppercased(), place,
                        body: method.string == "get" ? nil : Array("not json".utf8))
                    #expect(answer.status == 401, "\(method.string ?? "") \(place): \(answer.text)")
                    #expect(answer.code == "auth.required")
                    #expect(answer[header: "WWW-Authenticate"] == "Bearer")
                }
            }
            #expect(closed >= 17)
        }

        @Test("HTTP/1.1 and HTTP/2 both work, and a client that trusts other certificates does not connect")
        func protocols() async throws {
            let server = try OpenWatchServer.current
            for version in ["--http1.1", "--http2"] {
                let answer = try await TestCommand.run([
                    "curl", "-sS", version, "--cacert", server.stateDirectory + "/tls/cert.pem", "-o", "/dev/null",
                    "-w", "%{http_code} %{http_version}", server.url + "/api/v1/health",
                ])
                #expect(answer.text == (version == "--http2" ? "200 2" : "200 1.1"))
            }
            let distrusting = try await TestCommand.run(
                ["curl", "-sS", "-o", "/dev/null", server.url + "/api/v1/health"], mayFail: true)
            #expect(distrusting.status == 60, "\(distrusting.text)")
            let old = try await TestCommand.run(
                [
                    "curl", "-sS", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0", "-k", "-o", "/dev/null",
                    server.url + "/api/v1/health",
                ], mayFail: true)
            #expect(old.status == 35, "\(old.text)")
        }

        @Test("every response so far carried the correlation id and the security headers")
        func everyResponse() async throws {
            let api = try OpenWatchServer.current.api
            #expect(api.answers.count > 1)
            #expect(api.headerFaults.isEmpty)
        }
    }
}

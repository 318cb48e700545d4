import JSON
import Testing

@Suite("Answers to requests")
struct ResponderTests {
    private static let viewer = ["Authorization": "Bearer viewer"]
    private static let admin = ["Authorization": "Bearer admin"]

    @Test("an unknown path is 404 before identity, identity before permission, permission before body and parameters")
    func order() async throws {
        try await WebBench.run { bench in
            let stale = ["Authorization": "Bearer nobody"]
            for headers in [[:], stale, Self.viewer, Self.admin] {
                let response = try await bench.send("POST", "/api/v1/nothing", headers: headers, body: "{")
                #expect(response.status == 404 && response.errorCode == "request.not_found")
            }
            let wrongMethod = try await bench.send("DELETE", "/api/v1/hosts", headers: stale)
            #expect(wrongMethod.status == 405 && wrongMethod.header("allow") == "POST")
            let anonymous = try await bench.send("POST", "/api/v1/hosts", body: "{")
            #expect(anonymous.status == 401 && anonymous.header("www-authenticate") == "Bearer")
            let expired = try await bench.send("POST", "/api/v1/hosts", headers: stale, body: "{")
            #expect(expired.status == 401 && expired.json?["error"]?["detail"]?["reason"] == "session_expired")
            let denied = try await bench.send("POST", "/api/v1/hosts", headers: Self.viewer, body: "{")
            #expect(denied.status == 403 && denied.json?["error"]?["detail"]?["required_permission"] == "host:write")
            let faulty = try await bench.send("POST", "/api/v1/hosts", headers: Self.admin, body: "{")
            #expect(faulty.status == 400 && faulty.errorCode == "validation.invalid_body")
            let parameter = try await bench.send("GET", "/api/v1/hosts/1", headers: Self.viewer)
            #expect(parameter.status == 400 && parameter.errorCode == "validation.field_format")
            let parameterOfNobody = try await bench.send("GET", "/api/v1/hosts/1")
            #expect(parameterOfNobody.status == 401)
            let denials = bench.denials.withLockedValue { $0 }
            #expect(denials.contains("viewer /api/v1/hosts host:write"))
            #expect(denials.contains("anonymous /api/v1/hosts host:write"))
            let huge = String(repeating: "x", count: 500)
            let deniedHuge = try await bench.send("POST", "/api/v1/hosts", headers: Self.viewer, body: huge)
            #expect(deniedHuge.status == 403)
        }
    }

    @Test("every error is the envelope with correlation id and security headers")
    func envelopes() async throws {
        try await WebBench.run { bench in
            let requests: [(String, String, [String: String], String?, Int)] = [
                ("GET", "/nothing", [:], nil, 404), ("GET", "/", [:], nil, 404),
                ("GET", "/api//v1/open", [:], nil, 404),
                ("GET", "/api/v1/hosts/%zz", Self.admin, nil, 404), ("PUT", "/api/v1/open", [:], nil, 405),
                ("PROPFIND", "/api/v1/open", [:], nil, 405), ("OPTIONS", "/api/v1/open", [:], nil, 405),
                ("GET", "/api/v1/signed-in", [:], nil, 401), ("POST", "/api/v1/hosts", Self.viewer, "{}", 403),
                ("POST", "/api/v1/hosts", Self.admin, nil, 400), ("POST", "/api/v1/hosts", Self.admin, "{}", 400),
                ("POST", "/api/v1/hosts", Self.admin, "{\"name\":1}", 400),
                ("POST", "/api/v1/hosts", Self.admin, String(repeating: " ", count: 65), 413),
                ("POST", "/api/v1/hosts", Self.admin.merging(["Content-Type": "text/plain"]) { $1 }, "{}", 415),
                ("POST", "/api/v1/once", Self.admin, "{}", 400), ("GET", "/api/v1/broken", [:], nil, 500),
                ("GET", "/api/v1/open", ["Authorization": "Bearer down"], nil, 500),
                ("GET", "/api/v1/limit?limit=11", [:], nil, 400), ("GET", "/api/v1/limit?limit=x", [:], nil, 400),
                ("GET", "/api/v1/limit?since=now", [:], nil, 400), ("GET", "/api/v1/limit?id=7", [:], nil, 400),
            ]
            for (method, path, headers, body, status) in requests {
                let response = try await bench.send(method, path, headers: headers, body: body)
                let place = Comment(rawValue: "\(method) \(path)")
                #expect(response.status == status, place)
                let error = response.json?["error"]
                #expect(error?["code"]?.string?.contains(".") == true, place)
                #expect(error?["human_message"]?.string?.isEmpty == false, place)
                #expect(error?["fault"]?.string?.isEmpty == false && error?["retryable"]?.bool != nil, place)
                let correlationID = response.header("x-correlation-id")
                #expect(correlationID != nil && error?["correlation_id"]?.string == correlationID, place)
                #expect(response.header("content-type") == "application/json", place)
                Self.expectSecurityHeaders(response, place)
            }
        }
    }

    private static func expectSecurityHeaders(_ response: RawHTTP.Response, _ place: Comment) {
        #expect(response.header("strict-transport-security")?.contains("max-age=") == true, place)
        #expect(response.header("x-content-type-options") == "nosniff", place)
        #expect(response.header("x-frame-options") == "DENY", place)
        #expect(response.header("content-security-policy")?.contains("default-src 'none'") == true, place)
        #expect(response.header("referrer-policy") == "no-referrer", place)
    }

    @Test("an unforeseen error is a 500 that tells nothing of its inside")
    func unforeseen() async throws {
        try await WebBench.run { bench in
            let response = try await bench.send("GET", "/api/v1/broken")
            #expect(response.status == 500 && response.errorCode == "server.error")
            let text = String(decoding: response.body, as: UTF8.self)
            #expect(!text.contains("hunter2") && !text.contains("/var/lib") && !text.contains("BrokenInside"))
        }
    }

    @Test("success carries the headers and the client's own correlation id when it is acceptable")
    func correlation() async throws {
        try await WebBench.run { bench in
            let mine = try await bench.send("GET", "/api/v1/open", headers: ["X-Correlation-Id": "my-id_7"])
            #expect(mine.status == 200 && mine.header("x-correlation-id") == "my-id_7")
            Self.expectSecurityHeaders(mine, "success")
            for refused in ["cron-1", "a b", String(repeating: "x", count: 65)] {
                let other = try await bench.send("GET", "/api/v1/open", headers: ["X-Correlation-Id": refused])
                #expect(other.header("x-correlation-id")?.hasPrefix("req-") == true)
            }
        }
    }

    @Test("HEAD and OPTIONS are not offered: 405 with Allow; HEAD without a body as HTTP demands")
    func otherMethods() async throws {
        try await WebBench.run { bench in
            let options = try await bench.send("OPTIONS", "/api/v1/hosts")
            #expect(options.status == 405 && options.header("allow") == "POST")
            let head = try await bench.send("HEAD", "/api/v1/open")
            #expect(head.status == 405 && head.header("allow") == "GET")
            #expect(head.body.isEmpty)
            #expect(head.header("x-correlation-id") != nil)
        }
    }

    @Test("a NUL in a parameter or body is a fault of the request; text that only spells one is not")
    func nul() async throws {
        try await WebBench.run { bench in
            let query = try await bench.send("GET", "/api/v1/limit?name=a%00b")
            #expect(query.status == 400 && query.json?["error"]?["detail"]?["field"] == "name")
            let path = try await bench.send("GET", "/api/v1/hosts/%00", headers: Self.admin)
            #expect(path.status == 400)
            for (body, status) in [
                (#"{"name":"a\u0000b"}"#, 400), (#"{"name":"\\\u0000"}"#, 400), (#"{"name":"\\u0000"}"#, 201),
                (#"{"name":"\u0001"}"#, 201), (#"{"na\u0000me":1,"name":"x"}"#, 400),
            ] {
                let response = try await bench.send("POST", "/api/v1/hosts", headers: Self.admin, body: body)
                #expect(response.status == status, "\(body)")
            }
        }
    }

    @Test("a rejected cookie does not close what is open to all, and closes the rest")
    func staleCookie() async throws {
        try await WebBench.run { bench in
            let stale = ["Cookie": "openwatch_session=gone"]
            let open = try await bench.send("GET", "/api/v1/open", headers: stale)
            #expect(open.status == 200 && open.json == "anonymous")
            let closed = try await bench.send("GET", "/api/v1/signed-in", headers: stale)
            #expect(closed.status == 401 && closed.errorCode == "auth.session_invalid")
        }
    }

    @Test("an unsafe request on a cookie needs the session's CSRF token; reading, bearers and signing in do not")
    func csrf() async throws {
        try await WebBench.run { bench in
            let cookie = ["Cookie": "other=1; openwatch_session=admin"]
            let body = "{\"name\":\"x\"}"
            for token in [nil, "", "csrf-viewer", "csrf-admin ".uppercased()] as [String?] {
                var headers = cookie
                headers["X-CSRF-Token"] = token
                let response = try await bench.send("POST", "/api/v1/hosts", headers: headers, body: body)
                #expect(response.status == 403 && response.errorCode == "authz.csrf_invalid")
            }
            let right = cookie.merging(["X-CSRF-Token": "csrf-admin"]) { $1 }
            #expect(try await bench.send("POST", "/api/v1/hosts", headers: right, body: body).status == 201)
            #expect(try await bench.send("GET", "/api/v1/signed-in", headers: cookie).status == 200)
            #expect(try await bench.send("POST", "/api/v1/hosts", headers: Self.admin, body: body).status == 201)
            #expect(try await bench.send("POST", "/api/v1/auth/login", headers: cookie, body: "{}").status == 204)
        }
    }

    @Test("a body above its limit is 413, announced or in chunks; one at the limit passes")
    func bodyLimits() async throws {
        try await WebBench.run { bench in
            let exact = "{\"name\":\"" + String(repeating: "x", count: 53) + "\"}"
            #expect(exact.utf8.count == 64)
            #expect(try await bench.send("POST", "/api/v1/hosts", headers: Self.admin, body: exact).status == 201)
            let over = try await bench.send("POST", "/api/v1/hosts", headers: Self.admin, body: exact + " ")
            #expect(over.status == 413 && over.json?["error"]?["detail"]?["max_bytes"] == 64)
            let chunked = Self.admin.merging(["Transfer-Encoding": "chunked"]) { $1 }
            let small = try await bench.send(
                "POST", "/api/v1/hosts", headers: chunked, body: "5\r\n{\"nam\r\n7\r\ne\":\"x\"}\r\n0\r\n\r\n")
            #expect(small.status == 201)
            let pieces = String(repeating: "10\r\n                \r\n", count: 5) + "0\r\n\r\n"
            let large = try await bench.send("POST", "/api/v1/hosts", headers: chunked, body: pieces)
            #expect(large.status == 413 && large.errorCode == "validation.body_too_large")
            let announced =
                "POST /api/v1/hosts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer admin\r\n"
            let request = Array((announced + "Content-Length: 99999999999\r\n\r\n").utf8)
            #expect(try await RawHTTP.exchange(port: bench.port, request).status == 413)
        }
    }

    @Test(
        "R3, C25: the credential that is used decides on the CSRF token, also below /auth and beside an authorization")
    func csrfByCredential() async throws {
        try await WebBench.run { bench in
            let cookie = ["Cookie": "openwatch_session=admin"]
            for extra in [
                [:], ["Authorization": "Bearer admin"], ["Authorization": "Basic x"], ["X-CSRF-Token": "csrf-viewer"],
            ] {
                let answer = try await bench.send(
                    "POST", "/api/v1/auth/logout-others", headers: cookie.merging(extra) { $1 })
                #expect(answer.status == 403 && answer.errorCode == "authz.csrf_invalid", "\(extra)")
            }
            for headers in [cookie.merging(["X-CSRF-Token": "csrf-admin"]) { $1 }, ["Authorization": "Bearer admin"]] {
                #expect(try await bench.send("POST", "/api/v1/auth/logout-others", headers: headers).status == 204)
            }
            #expect(try await bench.send("POST", "/api/v1/auth/login", headers: cookie).status == 204)
        }
    }
}

import Core
import JSON
import Testing
import Web

@Suite("Idempotency keys")
struct IdempotencyTests {
    private static func headers(_ key: String, role: String = "admin") -> [String: String] {
        ["Authorization": "Bearer \(role)", "Idempotency-Key": key]
    }

    @Test("an operation that requires a key refuses to run without one or with a malformed one")
    func required() async throws {
        try await WebBench.run { bench in
            let none = try await bench.send(
                "POST", "/api/v1/once", headers: ["Authorization": "Bearer admin"], body: "{}")
            #expect(none.status == 400 && none.errorCode == "idempotency.key_required")
            for key in ["two words", String(repeating: "k", count: 129), "é"] {
                let bad = try await bench.send("POST", "/api/v1/once", headers: Self.headers(key), body: "{}")
                #expect(bad.status == 400 && bad.errorCode == "request.header_invalid")
            }
            #expect(bench.calls.withLockedValue { $0 } == 0)
        }
    }

    @Test("the same request again gets the first answer and does not run; another actor's runs")
    func replay() async throws {
        try await WebBench.run { bench in
            let first = try await bench.send("POST", "/api/v1/once", headers: Self.headers("k"), body: "{\"a\":1}")
            let second = try await bench.send("POST", "/api/v1/once", headers: Self.headers("k"), body: "{\"a\":1}")
            #expect(first.status == 201 && second.status == 201 && first.body == second.body)
            #expect(bench.calls.withLockedValue { $0 } == 1)
            let other = try await bench.send(
                "POST", "/api/v1/once", headers: Self.headers("k", role: "ops_lead"), body: "{\"a\":1}")
            #expect(other.json?["call"] == 2)
        }
    }

    @Test("R13: a key that was used for another body, query, method or path is refused and says when it was seen")
    func reused() async throws {
        try await WebBench.run { bench in
            _ = try await bench.send("POST", "/api/v1/once?a=1&a=2", headers: Self.headers("k"), body: "{\"a\":1}")
            for (path, body) in [
                ("/api/v1/once?a=1&a=2", "{\"a\":2}"), ("/api/v1/once?a=1&a=3", "{\"a\":1}"),
                ("/api/v1/once?x=1", "{\"a\":1}"), ("/api/v1/maybe-once", "{\"a\":1}"),
            ] {
                let response = try await bench.send("POST", path, headers: Self.headers("k"), body: body)
                #expect(response.status == 409 && response.errorCode == "idempotency.key_reused")
                let firstSeen = response.json?["error"]?["detail"]?["first_seen_at"]?.string ?? ""
                #expect(Timestamp(parsing: firstSeen) != nil)
                #expect(response.json?["error"]?["retryable"] == false)
            }
            #expect(bench.calls.withLockedValue { $0 } == 1)
        }
    }

    @Test("C23: a repetition while the first request runs waits for its answer")
    func waits() async throws {
        try await WebBench.run { bench in
            async let first = bench.send("POST", "/api/v1/once?wait=1", headers: Self.headers("k"), body: "{}")
            while await bench.gate.arrivals == 0 { try await Task.sleep(for: .milliseconds(5)) }
            async let second = bench.send("POST", "/api/v1/once?wait=1", headers: Self.headers("k"), body: "{}")
            try await Task.sleep(for: .milliseconds(200))
            await bench.gate.open()
            let (one, two) = (try await first, try await second)
            #expect(one.status == 201 && two.status == 201 && one.body == two.body)
            #expect(one.header("idempotency-replayed") == nil && two.header("idempotency-replayed") == "true")
            #expect(bench.calls.withLockedValue { $0 } == 1)
        }
    }

    @Test("C23: when the first request takes too long the repetition may be repeated, and does not run")
    func inFlight() async throws {
        var limits = RequestLimits()
        limits.idempotencyWaitSeconds = 0
        try await WebBench.run(limits: limits) { bench in
            async let first = bench.send("POST", "/api/v1/once?wait=1", headers: Self.headers("k"), body: "{}")
            while await bench.gate.arrivals == 0 { try await Task.sleep(for: .milliseconds(5)) }
            let second = try await bench.send("POST", "/api/v1/once?wait=1", headers: Self.headers("k"), body: "{}")
            #expect(second.status == 409 && second.errorCode == "idempotency.in_flight")
            #expect(second.json?["error"]?["retryable"] == true && second.header("retry-after") == "5")
            await bench.gate.open()
            #expect(try await first.status == 201)
            #expect(bench.calls.withLockedValue { $0 } == 1)
        }
    }

    @Test("a replay has status, body and the headers that describe them, and says that it is one")
    func headers() async throws {
        try await WebBench.run { bench in
            let first = try await bench.send("POST", "/api/v1/once?head=1", headers: Self.headers("k"), body: "{}")
            let second = try await bench.send("POST", "/api/v1/once?head=1", headers: Self.headers("k"), body: "{}")
            #expect(second.status == 202 && second.body == first.body)
            for name in ["content-type", "location", "etag"] {
                #expect(second.header(name) == first.header(name) && first.header(name) != nil)
            }
            #expect(second.header("retry-after") == nil && second.header("idempotency-replayed") == "true")
            #expect(second.header("x-correlation-id") != first.header("x-correlation-id"))
        }
    }

    @Test("R13: a replay needs the permission, a caller without an identity never reaches the store")
    func permission() async throws {
        try await WebBench.run { bench in
            _ = try await bench.send("POST", "/api/v1/once", headers: Self.headers("k"), body: "{}")
            let viewer = try await bench.send(
                "POST", "/api/v1/once", headers: Self.headers("k", role: "viewer"), body: "{}")
            #expect(viewer.status == 403)
            let nobody = try await bench.send("POST", "/api/v1/once", headers: ["Idempotency-Key": "k"], body: "{}")
            #expect(nobody.status == 401)
            let open = try await bench.send("POST", "/api/v1/auth/login", headers: ["Idempotency-Key": "k2"])
            #expect(open.status == 204)
            #expect(await bench.idempotency.count == 1)
        }
    }

    @Test("R13: an answer that sets a cookie is not kept")
    func cookie() async throws {
        try await WebBench.run { bench in
            for _ in 0..<2 {
                let answer = try await bench.send(
                    "POST", "/api/v1/once?cookie=1", headers: Self.headers("k"), body: "{}")
                #expect(answer.status == 200 && answer.header("set-cookie") != nil)
            }
            #expect(bench.calls.withLockedValue { $0 } == 2)
            #expect(await bench.idempotency.count == 0)
        }
    }

    @Test("C23: after a commit a fault does not free the key, a refusal on purpose does")
    func faultAfterCommit() async throws {
        var limits = RequestLimits()
        limits.idempotencyWaitSeconds = 0
        try await WebBench.run(limits: limits) { bench in
            for status in [500, 409] {
                let answer = try await bench.send(
                    "POST", "/api/v1/once?commit=fault", headers: Self.headers("k"), body: "{}")
                #expect(answer.status == status)
            }
            #expect(bench.calls.withLockedValue { $0 } == 1)
            for _ in 0..<2 {
                let answer = try await bench.send(
                    "POST", "/api/v1/once?commit=refused", headers: Self.headers("k2"), body: "{}")
                #expect(answer.status == 404)
            }
            #expect(bench.calls.withLockedValue { $0 } == 3)
        }
    }

    @Test("C23: an effect without an answer is told, and does not run again")
    func lost() async throws {
        try await WebBench.run { bench in
            _ = try await bench.send("POST", "/api/v1/once", headers: Self.headers("k"), body: "{}")
            await bench.idempotency.loseAnswers()
            let again = try await bench.send("POST", "/api/v1/once", headers: Self.headers("k"), body: "{}")
            #expect(again.status == 409 && again.errorCode == "idempotency.answer_lost")
            #expect(again.json?["error"]?["detail"]?["first_seen_at"] != nil)
            #expect(bench.calls.withLockedValue { $0 } == 1)
        }
    }

    @Test("after a failure the key is free again")
    func abandoned() async throws {
        try await WebBench.run { bench in
            for _ in 0..<2 {
                let failed = try await bench.send("POST", "/api/v1/once?fail=1", headers: Self.headers("k"), body: "{}")
                #expect(failed.status == 404)
            }
            #expect(bench.calls.withLockedValue { $0 } == 2)
            #expect(await bench.idempotency.count == 0)
            #expect(try await bench.send("POST", "/api/v1/once", headers: Self.headers("k"), body: "{}").status == 201)
        }
    }

    @Test("an operation that accepts a key runs without one each time, and once with one")
    func accepted() async throws {
        try await WebBench.run { bench in
            let admin = ["Authorization": "Bearer admin"]
            for headers in [admin, admin] + Array(repeating: Self.headers("k"), count: 3) {
                let response = try await bench.send("POST", "/api/v1/maybe-once", headers: headers)
                #expect(response.status == 204)
            }
            #expect(bench.calls.withLockedValue { $0 } == 3)
        }
    }
}

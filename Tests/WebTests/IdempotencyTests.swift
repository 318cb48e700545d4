import JSON
import Testing

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

    @Test("a key that was used for another body, query or path is refused")
    func reused() async throws {
        try await WebBench.run { bench in
            _ = try await bench.send("POST", "/api/v1/once", headers: Self.headers("k"), body: "{\"a\":1}")
            for (path, body) in [
                ("/api/v1/once", "{\"a\":2}"), ("/api/v1/once?x=1", "{\"a\":1}"), ("/api/v1/maybe-once", "{\"a\":1}"),
            ] {
                let response = try await bench.send("POST", path, headers: Self.headers("k"), body: body)
                #expect(response.status == 409 && response.errorCode == "idempotency.key_reused")
            }
        }
    }

    @Test("a second request while the first runs is told so and does not run")
    func inFlight() async throws {
        try await WebBench.run { bench in
            async let first = bench.send("POST", "/api/v1/once?wait=1", headers: Self.headers("k"), body: "{}")
            while await bench.gate.arrivals == 0 { try await Task.sleep(for: .milliseconds(5)) }
            let second = try await bench.send("POST", "/api/v1/once?wait=1", headers: Self.headers("k"), body: "{}")
            #expect(second.status == 409 && second.errorCode == "idempotency.in_flight")
            #expect(second.json?["error"]?["retryable"] == true)
            await bench.gate.open()
            #expect(try await first.status == 201)
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

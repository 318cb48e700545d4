import JSON
import Testing

@testable import Contract

@Suite("Operations that need a licence feature")
struct FeatureTests {
    private static let admin = ["Authorization": "Bearer admin"]

    @Test("identity and permission come before the feature, the feature before key, parameters and body")
    func order() async throws {
        try await WebBench.run { bench in
            func send(_ role: String?, key: String? = nil, body: String = "{") async throws -> RawHTTP.Response {
                var headers: [String: String] = [:]
                headers["Authorization"] = role.map { "Bearer \($0)" }
                headers["Idempotency-Key"] = key
                return try await bench.send("POST", "/api/v1/audit:export", headers: headers, body: body)
            }
            #expect(try await send(nil).status == 401)
            #expect(try await send("nobody").status == 401)
            #expect(try await send("viewer").status == 403)
            #expect(bench.missingFeatures.withLockedValue { $0.isEmpty })
            let huge = String(repeating: "x", count: 500)
            for response in [
                try await send("admin"), try await send("admin", key: "k"), try await send("admin", body: huge),
            ] {
                #expect(response.status == 402 && response.errorCode == "license.feature_unavailable")
                let error = response.json?["error"]
                #expect(error?["fault"] == "policy" && error?["retryable"] == false)
                #expect(error?["detail"] == ["feature": "audit_export", "required_tier": "openwatch_plus"])
                #expect(error?["correlation_id"]?.string == response.header("x-correlation-id"))
            }
            let told = bench.missingFeatures.withLockedValue { $0 }
            #expect(told == Array(repeating: "admin /api/v1/audit:export audit_export", count: 3))
            #expect(bench.calls.withLockedValue { $0 } == 0)
            #expect(await bench.idempotency.count == 0)
        }
    }

    @Test("with the feature the request goes on, and the licence is asked anew each time")
    func switched() async throws {
        try await WebBench.run { bench in
            bench.features.enabled.withLockedValue { $0 = [.auditExport] }
            let noKey = try await bench.send("POST", "/api/v1/audit:export", headers: Self.admin, body: "{}")
            #expect(noKey.status == 400 && noKey.errorCode == "idempotency.key_required")
            let headers = Self.admin.merging(["Idempotency-Key": "k"]) { $1 }
            let done = try await bench.send("POST", "/api/v1/audit:export", headers: headers, body: "{}")
            #expect(done.status == 204 && bench.calls.withLockedValue { $0 } == 1)
            bench.features.enabled.withLockedValue { $0 = [] }
            // A kept answer is none of a feature that is gone.
            let replay = try await bench.send("POST", "/api/v1/audit:export", headers: headers, body: "{}")
            #expect(replay.status == 402 && bench.calls.withLockedValue { $0 } == 1)
        }
    }

    @Test("an operation that names a feature of the free tier is open")
    func free() async throws {
        try await WebBench.run { bench in
            let response = try await bench.send("GET", "/api/v1/free/x", headers: Self.admin)
            #expect(response.status == 400)
        }
    }
}

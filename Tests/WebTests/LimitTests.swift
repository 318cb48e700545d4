import AsyncHTTPClient
import JSON
import NIOCore
import Testing
import Web

@Suite("Limits")
struct LimitTests {
    @Test("a bucket gives its burst at once and then its rate, and says when to come back")
    func buckets() {
        let buckets = TokenBuckets(perSecond: 2, burst: 3)
        let start = ContinuousClock.now
        for _ in 0..<3 { #expect(buckets.take("a", at: start) == nil) }
        #expect(buckets.take("a", at: start) == 1 && buckets.take("b", at: start) == nil)
        #expect(buckets.take("a", at: start + .milliseconds(400)) == 1)
        #expect(buckets.take("a", at: start + .milliseconds(500)) == nil)
        #expect(buckets.take("a", at: start + .milliseconds(500)) == 1)
        // A clock that goes back gives nothing away.
        #expect(buckets.take("a", at: start - .seconds(60)) == 1)
        for _ in 0..<3 { #expect(buckets.take("a", at: start + .seconds(3_600)) == nil) }
        #expect(buckets.take("a", at: start + .seconds(3_600)) == 1)
        let slow = TokenBuckets(perSecond: 1, burst: 1)
        #expect(slow.take("a", at: start) == nil && slow.take("a", at: start) == 1)
        let off = TokenBuckets(perSecond: 0, burst: 1)
        for _ in 0..<100 { #expect(off.take("a", at: start) == nil) }
    }

    @Test("C8: memory is bounded, and the keys that are in use stay")
    func memory() {
        let buckets = TokenBuckets(perSecond: 1, burst: 2, maxKeys: 64, shards: 4)
        let start = ContinuousClock.now
        _ = buckets.take("busy", at: start)
        for key in 0..<10_000 {
            _ = buckets.take("\(key)", at: start)
            _ = buckets.take("busy", at: start)
        }
        #expect(buckets.count <= 64)
        #expect(buckets.take("busy", at: start) != nil)
    }

    @Test("R3: one identity or one address that asks too often gets 429, another does not")
    func rates() async throws {
        var settings = RateLimits.Settings()
        (settings.perSecond, settings.burst) = (1, 5)
        try await WebBench.run(rates: settings) { bench in
            func ask(_ name: String) async throws -> RawHTTP.Response {
                try await bench.send("GET", "/api/v1/signed-in", headers: ["Authorization": "Bearer \(name)"])
            }
            var answers: [RawHTTP.Response] = []
            for _ in 0..<12 { answers.append(try await ask("viewer")) }
            let refused = try #require(answers.first { $0.status == 429 })
            #expect(answers[..<5].allSatisfy { $0.status == 200 })
            #expect(refused.errorCode == "rate.limited" && refused.json?["error"]?["retryable"] == true)
            #expect((refused.header("retry-after").flatMap { Int($0) } ?? 0) >= 1)
            #expect(refused.header("x-correlation-id") == refused.json?["error"]?["correlation_id"]?.string)
            #expect(try await ask("admin").status == 200)
        }
        var address = RateLimits.Settings()
        (address.addressPerSecond, address.addressBurst) = (1, 5)
        let proxies = TrustedProxies(try #require(AddressRange.list("127.0.0.1")))
        try await WebBench.run(rates: address, proxies: proxies) { bench in
            var statuses: [Int] = []
            for _ in 0..<12 {
                let from = ["X-Forwarded-For": "203.0.113.1"]
                statuses.append(try await bench.send("GET", "/api/v1/open", headers: from).status)
            }
            #expect(statuses.contains(429) && statuses[..<5].allSatisfy { $0 == 200 })
            let other = try await bench.send("GET", "/api/v1/open", headers: ["X-Forwarded-For": "203.0.113.2"])
            #expect(other.status == 200)
        }
    }

    @Test("R9: one identity has a limited number of open streams; one that ends makes room")
    func streams() async throws {
        var settings = RateLimits.Settings()
        settings.streams = 2
        try await TLSBench.run(rates: settings) { bench in
            let client = bench.client(http2: true)
            func open(_ name: String) async throws -> HTTPClientResponse {
                var request = HTTPClientRequest(url: "https://127.0.0.1:\(bench.port)/api/v1/stream")
                request.headers.add(name: "Authorization", value: "Bearer \(name)")
                return try await client.execute(request, timeout: .seconds(20))
            }
            do {
                let readers = try await (0..<2).asyncMap { _ in try await open("viewer") }.map { response in
                    Task { for try await _ in response.body {} }
                }
                #expect(try await open("viewer").status == .tooManyRequests)
                let other = try await open("admin")
                #expect(other.status == .ok)
                readers[0].cancel()
                var status = 429
                for _ in 0..<100 where status == 429 {
                    try await Task.sleep(for: .milliseconds(50))
                    status = Int(try await open("viewer").status.code)
                }
                #expect(status == 200)
                for reader in readers { reader.cancel() }
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }

    @Test("connections above the limit of an address are closed, one that ends makes room")
    func connections() async throws {
        var limits = RequestLimits()
        limits.connectionsPerAddress = 2
        limits.idleSeconds = 1
        try await TLSBench.run(limits: limits) { bench in
            let request = "GET /api/v1/open HTTP/1.1\r\nHost: x\r\n\r\n"
            async let first = bench.exchange([Array(request.utf8)])
            async let second = bench.exchange([Array(request.utf8)])
            try await Task.sleep(for: .milliseconds(400))
            let refused = (try? await bench.exchange([Array(request.utf8)])) ?? []
            #expect(refused.isEmpty)
            // At rest for a second, the two are closed.
            let answers = [try await first, try await second]
            #expect(answers.allSatisfy { String(decoding: $0, as: UTF8.self).contains(" 200 ") })
            var later: [UInt8] = []
            for _ in 0..<50 where later.isEmpty {
                try await Task.sleep(for: .milliseconds(100))
                later = (try? await bench.exchange([Array(request.utf8)])) ?? []
            }
            #expect(String(decoding: later, as: UTF8.self).contains(" 200 "))
            #expect(bench.log.withLockedValue { $0.contains { $0.hasPrefix("too many connections") } })
        }
    }

    @Test("a response that is not taken ends its connection", arguments: [false, true])
    func stall(http2: Bool) async throws {
        var limits = RequestLimits()
        limits.stallSeconds = 1
        try await TLSBench.run(limits: limits) { bench in
            let client = bench.client(http2: http2)
            do {
                let request = HTTPClientRequest(url: "https://127.0.0.1:\(bench.port)/api/v1/big")
                let response = try await client.execute(request, timeout: .seconds(30))
                #expect(response.status == .ok)
                // Nothing of the body is read until the server has given up.
                for _ in 0..<100 {
                    if bench.log.withLockedValue({ $0.contains { $0.hasPrefix("response not taken") } }) { break }
                    try await Task.sleep(for: .milliseconds(50))
                }
                #expect(bench.log.withLockedValue { $0.contains { $0.hasPrefix("response not taken") } })
                await #expect(throws: (any Error).self) { for try await _ in response.body {} }
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }

    @Test("C26: a handler that throws is answered with 500 and the correlation id, over TLS and both protocols")
    func fault() async throws {
        try await TLSBench.run { bench in
            for http2 in [false, true] {
                let client = bench.client(http2: http2)
                var request = HTTPClientRequest(url: "https://127.0.0.1:\(bench.port)/api/v1/broken")
                request.headers.add(name: "X-Correlation-Id", value: "mine-\(http2)")
                let response = try await client.execute(request, timeout: .seconds(20))
                let body = try JSONValue(
                    parsing: Array(try await response.body.collect(upTo: 10_000).readableBytesView))
                try await client.shutdown()
                #expect(response.status == .internalServerError)
                #expect(body["error"]?["code"] == "server.error")
                #expect(body["error"]?["correlation_id"]?.string == "mine-\(http2)")
                #expect(response.headers.first(name: "X-Correlation-Id") == "mine-\(http2)")
            }
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}

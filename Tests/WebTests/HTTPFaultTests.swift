import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1
import TestSupport
import Testing
import Web

@Suite("Faults that the HTTP parser meets")
struct HTTPFaultTests {
    private static func pad(_ count: Int) -> String { String(repeating: "a", count: count) }

    /// What is sent, the status and the code of the answer.
    private static let faults: [(name: String, request: String, status: Int, code: String)] = [
        ("unknown method", "BREW /api/v1/open HTTP/1.1\r\nHost: x\r\n\r\n", 501, "request.method_unknown"),
        ("lower case method", "get /api/v1/open HTTP/1.1\r\nHost: x\r\n\r\n", 501, "request.method_unknown"),
        ("space in the path", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "request.malformed"),
        ("no version", "GET /api/v1/open\r\nHost: x\r\n\r\n", 505, "request.version_unsupported"),
        ("control byte in the path", "GET /a\u{1}b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "request.malformed"),
        ("no request line", "nonsense\r\n\r\n", 501, "request.method_unknown"),
        ("HTTP/3.0", "GET /api/v1/open HTTP/3.0\r\nHost: x\r\n\r\n", 505, "request.version_unsupported"),
        ("HTTP/2 preface on HTTP/1.1", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "request.malformed"),
        ("no colon", "GET /api/v1/open HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n", 400, "request.malformed"),
        ("space before the colon", "GET /api/v1/open HTTP/1.1\r\nHost : x\r\n\r\n", 400, "request.malformed"),
        ("empty name", "GET /api/v1/open HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n", 400, "request.malformed"),
        ("NUL in a value", "GET /api/v1/open HTTP/1.1\r\nHost: x\r\nA: \u{0}\r\n\r\n", 400, "request.malformed"),
        ("no Host", "GET /api/v1/open HTTP/1.1\r\n\r\n", 400, "request.malformed"),
        ("two Hosts", "GET /api/v1/open HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, "request.malformed"),
        (
            "length that is no number", "POST /api/v1/hosts HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n", 400,
            "request.malformed"
        ),
        (
            "length and chunks",
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400, "request.malformed"
        ),
        (
            "bad chunk size",
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", 400,
            "request.malformed"
        ),
        (
            "path of 9 KB", "GET /\(pad(9_000)) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 414,
            "request.uri_too_long"
        ),
        ("path of 80 KB", "GET /\(pad(80_000)) HTTP/1.1\r\nHost: x\r\n\r\n", 414, "request.uri_too_long"),
        (
            "a field of 33 KB",
            "GET /api/v1/open HTTP/1.1\r\nHost: x\r\nConnection: close\r\nA: \(pad(33_000))\r\n\r\n", 431,
            "request.headers_too_large"
        ),
        (
            "a field of 200 KB", "GET /api/v1/open HTTP/1.1\r\nHost: x\r\nA: \(pad(200_000))\r\n\r\n", 431,
            "request.headers_too_large"
        ),
        (
            "250 fields",
            "GET /api/v1/open HTTP/1.1\r\nHost: x\r\n\(String(repeating: "A: b\r\n", count: 250))\r\n", 431,
            "request.headers_too_large"
        ),
    ]

    @Test("each fault is answered with the envelope, the headers of every response and a log line, then closed")
    func envelopes() async throws {
        try await TLSBench.run { bench in
            for (name, request, status, code) in Self.faults {
                let answer = try RawHTTP.parse(try await bench.exchange(request))
                let place = Comment(rawValue: name)
                #expect(answer.status == status, place)
                #expect(answer.header("connection") == "close", place)
                Self.expectEnvelope(answer, code: code, place)
                let id = answer.header("x-correlation-id") ?? "none"
                let line = bench.log.withLockedValue { $0.first { $0.contains("correlation_id=\(id)") } }
                #expect(line?.contains("status=\(status)") == true, place)
            }
        }
    }

    @Test(
        "over HTTP/2 a large header gets 431, in the first request of a connection too; one above the settings ends it")
    func largeHeaderHTTP2() async throws {
        try await TLSBench.run { bench in
            // The client library cannot send a header of several frames.
            for (size, status) in [(25_000, "200"), (60_000, "431"), (120_000, "000")] {
                let directory = try TemporaryDirectory()
                try directory.write("header", "A: \(Self.pad(size))\n")
                let answer = try await TestCommand.run(
                    [
                        "curl", "-sk", "--http2", "-m", "20", "-o", "\(directory.path)/body", "-w",
                        "%{http_code}", "-H", "@\(directory.path)/header",
                        "https://127.0.0.1:\(bench.port)/api/v1/open",
                    ], mayFail: true)
                #expect(answer.text == status)
                if status == "431" {
                    let body = try JSONValue(parsing: Array(try directory.read("body")))
                    #expect(body["error"]?["code"] == "request.headers_too_large")
                    #expect(body["error"]?["correlation_id"]?.string?.isEmpty == false)
                }
            }
            #expect(bench.log.withLockedValue { $0.contains { $0.hasPrefix("connection refused") } })
        }
    }

    private static func expectEnvelope(
        _ answer: RawHTTP.Response, code: String, _ place: Comment
    ) {
        let error = answer.json?["error"]
        #expect(error?["code"]?.string == code, place)
        #expect(error?["fault"] == "client" && error?["retryable"]?.bool != nil, place)
        #expect(error?["human_message"]?.string?.isEmpty == false, place)
        #expect(answer.header("content-type") == "application/json", place)
        #expect(answer.header("content-length") == String(answer.body.count), place)
        #expect(answer.header("date")?.hasSuffix(" GMT") == true, place)
        #expect(error?["correlation_id"]?.string == answer.header("x-correlation-id"), place)
        for header in ["strict-transport-security", "x-content-type-options", "x-frame-options", "referrer-policy"] {
            #expect(answer.header(header) != nil, place)
        }
        #expect(answer.header("content-security-policy")?.contains("default-src 'none'") == true, place)
    }

    @Test("a header of 20 KB is read, over HTTP/1.1")
    func largeHeader() async throws {
        try await TLSBench.run { bench in
            let request = "GET /api/v1/open HTTP/1.1\r\nHost: x\r\nConnection: close\r\nA: \(Self.pad(20_000))\r\n\r\n"
            let answer = try RawHTTP.parse(try await bench.exchange(request))
            #expect(answer.status == 200)
        }
    }

    @Test("requests before a fault are answered first, those after it never")
    func pipelined() async throws {
        try await TLSBench.run { bench in
            let good = "GET /api/v1/open HTTP/1.1\r\nHost: x\r\n\r\n"
            let text = String(
                decoding: try await bench.exchange(good + good + "BREW / HTTP/1.1\r\n\r\n" + good), as: UTF8.self)
            let statuses = text.matches(of: /HTTP\/1\.1 (\d{3})/).map { String($0.output.1) }
            #expect(statuses == ["200", "200", "501"])
            let closing = "GET /api/v1/open HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let after = String(decoding: try await bench.exchange(closing + "BREW / HTTP/1.1\r\n\r\n"), as: UTF8.self)
            #expect(after.matches(of: /HTTP\/1\.1 (\d{3})/).map { String($0.output.1) } == ["200"])
        }
    }

    @Test("a fault in the body of a request that is refused for another reason adds no second answer")
    func faultAfterAnswer() async throws {
        try await TLSBench.run { bench in
            let head = "POST /api/v1/hosts HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            let received = try await bench.exchange(
                [Array(head.utf8), Array("zz\r\n".utf8)], pause: .milliseconds(300))
            let text = String(decoding: received, as: UTF8.self)
            #expect(text.matches(of: /HTTP\/1\.1 (\d{3})/).map { String($0.output.1) } == ["401"])
        }
    }

    @Test("HTTP/1.0 is answered and closed, with and without Host; an offer to upgrade is not taken and closes too")
    func oldAndUpgrade() async throws {
        try await TLSBench.run { bench in
            for request in [
                "GET /api/v1/open HTTP/1.0\r\n\r\n", "GET /api/v1/open HTTP/1.0\r\nHost: x\r\n\r\n",
                "GET /api/v1/open HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
                "GET /api/v1/open HTTP/1.1\r\nHost: x\r\nConnection: Keep-Alive, Close\r\n\r\n",
            ] {
                let answer = try RawHTTP.parse(try await bench.exchange(request))
                #expect(answer.status == 200 && answer.header("connection") == "close")
            }
        }
    }

    @Test(
        "a header that does not end is answered with 408, a body that does not end too; a connection at rest is closed")
    func slow() async throws {
        var limits = RequestLimits()
        limits.headSeconds = 1
        limits.bodySeconds = 1
        limits.idleSeconds = 2
        limits.handshakeSeconds = 1
        try await TLSBench.run(limits: limits) { bench in
            let drip = ["GET /api/v1/open HTTP/1.1\r\n", "Host: x\r\n", "A: b\r\n", "B: c\r\n", "C: d\r\n", "D: e\r\n"]
            let head = try RawHTTP.parse(
                try await bench.exchange(drip.map { Array($0.utf8) }, pause: .milliseconds(400)))
            #expect(head.status == 408)
            Self.expectEnvelope(head, code: "request.timeout", "header")
            let post =
                "POST /api/v1/hosts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\nContent-Length: 30\r\n\r\n"
            let pieces = [post] + (0..<10).map { _ in " " }
            let body = try RawHTTP.parse(
                try await bench.exchange(pieces.map { Array($0.utf8) }, pause: .milliseconds(400)))
            #expect(body.status == 408 && body.header("connection") == "close")
            Self.expectEnvelope(body, code: "request.timeout", "body")
            #expect(try await bench.exchange([[]]).isEmpty, "nothing was asked, nothing is answered")
            // No handshake at all: the server hangs up, which ends the exchange without a response.
            await #expect(throws: RawHTTP.Malformed.self) { try await RawHTTP.exchange(port: bench.port, []) }
        }
    }

    @Test(
        "over HTTP/2 an unknown method and a long path get the envelope, a header of 24 KB is read"
    )
    func http2() async throws {
        try await TLSBench.run { bench in
            let client = bench.client(http2: true)
            do {
                func send(_ method: String, _ path: String, header: String = "x") async throws -> RawHTTP.Response {
                    var request = HTTPClientRequest(url: "https://127.0.0.1:\(bench.port)\(path)")
                    request.method = HTTPMethod(rawValue: method)
                    request.headers.add(name: "A", value: header)
                    let response = try await client.execute(request, timeout: .seconds(20))
                    #expect(response.version == .http2)
                    return RawHTTP.Response(
                        status: Int(response.status.code),
                        headers: response.headers.map { ($0.name.lowercased(), $0.value) },
                        body: Array(try await response.body.collect(upTo: 100_000).readableBytesView))
                }
                let brew = try await send("BREW", "/api/v1/open")
                #expect(brew.status == 405 && brew.header("allow") == "GET")
                #expect(brew.errorCode == "request.method_not_allowed")
                let long = try await send("GET", "/" + Self.pad(9_000))
                #expect(long.status == 414)
                #expect(long.errorCode == "request.uri_too_long" && long.header("x-correlation-id") != nil)
                #expect(try await send("GET", "/api/v1/open", header: Self.pad(12_000)).status == 200)
                #expect(try await send("GET", "/api/v1/open", header: Self.pad(24_000)).status == 200)
            } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
    }

    @Test("a body that does not end on an HTTP/2 stream is answered with 408")
    func slowStream() async throws {
        var limits = RequestLimits()
        limits.bodySeconds = 1
        try await TLSBench.run(limits: limits) { bench in
            let client = bench.client(http2: true)
            var request = HTTPClientRequest(url: "https://127.0.0.1:\(bench.port)/api/v1/hosts")
            request.method = .POST
            request.headers.add(name: "Authorization", value: "Bearer admin")
            let (pieces, sender) = AsyncStream.makeStream(of: ByteBuffer.self)
            sender.yield(ByteBuffer(string: "{"))
            request.body = .stream(pieces, length: .unknown)
            let outcome: Result<(Int, JSONValue?), any Error>
            do {
                let response = try await client.execute(request, timeout: .seconds(20))
                let body = Array(try await response.body.collect(upTo: 100_000).readableBytesView)
                outcome = .success((Int(response.status.code), try? JSONValue(parsing: body)))
            } catch {
                outcome = .failure(error)
            }
            sender.finish()
            try await client.shutdown()
            let (status, json) = try outcome.get()
            #expect(status == 408 && json?["error"]?["code"] == "request.timeout")
        }
    }
}

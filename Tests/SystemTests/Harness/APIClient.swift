import AsyncHTTPClient
import JSON
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOSSL

/// A client of one running server. Trusts that server's certificate and no other.
final class APIClient: Sendable {
    /// How a request proves who sends it.
    enum Identity: Sendable {
        case nobody
        case bearer(String)
        case cookie(session: String, csrf: String?)
    }

    /// Headers that every response has to carry, errors included.
    static let requiredHeaders = [
        "X-Correlation-Id", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
        "Content-Security-Policy",
    ]

    private struct Transcript {
        var texts: [String] = []
        var faults: [String] = []
    }

    private let base: String
    private let http: HTTPClient
    private let secrets: SecretRegister
    private let transcript = NIOLockedValueBox(Transcript())

    /// - Parameter certificate: path of the PEM file that the server made.
    init(
        port: Int, certificate: String, version: HTTPClient.Configuration.HTTPVersion = .automatic,
        secrets: SecretRegister = SecretRegister()
    ) throws {
        self.secrets = secrets
        base = "https://127.0.0.1:\(port)"
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(certificate))
        tls.certificateVerification = .fullVerification
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.httpVersion = version
        configuration.redirectConfiguration = .disallow
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Has to be called before the client goes away.
    func close() async {
        try? await http.shutdown()
    }

    /// Everything that was answered so far, headers and bodies, except those that hand out tokens.
    var answers: [String] { transcript.withLockedValue(\.texts) }

    /// What was missing in answers so far, a line each.
    var headerFaults: [String] { transcript.withLockedValue(\.faults) }

    /// - Parameter path: below `/api/v1/`, or absolute if it begins with `/`.
    func send(
        _ method: String, _ path: String, as identity: Identity = .nobody, json: JSONValue? = nil, body: [UInt8]? = nil,
        headers: [(String, String)] = []
    ) async throws -> APIAnswer {
        var request = makeRequest(method, path, as: identity, headers: headers)
        if let json { secrets.note(json) }
        if let bytes = json?.encoded() ?? body {
            if !headers.contains(where: { $0.0.lowercased() == "content-type" }) {
                request.headers.add(name: "Content-Type", value: "application/json")
            }
            request.body = .bytes(ByteBuffer(bytes: bytes))
        }
        return try await send(request)
    }

    /// Sends a body of unknown length, piece by piece.
    func stream(
        _ method: String, _ path: String, as identity: Identity, pieces: [[UInt8]]
    ) async throws -> APIAnswer {
        var request = makeRequest(method, path, as: identity, headers: [("Content-Type", "application/json")])
        let buffers = AsyncStream { continuation in
            for piece in pieces { continuation.yield(ByteBuffer(bytes: piece)) }
            continuation.finish()
        }
        request.body = .stream(buffers, length: .unknown)
        return try await send(request)
    }

    /// The response of a request whose body does not end by itself.
    func open(
        _ path: String, as identity: Identity, headers: [(String, String)]
    ) async throws -> HTTPClientResponse {
        try await http.execute(makeRequest("GET", path, as: identity, headers: headers), timeout: .hours(1))
    }

    private func makeRequest(
        _ method: String, _ path: String, as identity: Identity, headers: [(String, String)]
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: base + (path.hasPrefix("/") ? path : "/api/v1/" + path))
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        switch identity {
        case .nobody: break
        case .bearer(let token): request.headers.add(name: "Authorization", value: "Bearer \(token)")
        case .cookie(let session, let csrf):
            request.headers.add(name: "Cookie", value: "openwatch_session=\(session)")
            if let csrf { request.headers.add(name: "X-CSRF-Token", value: csrf) }
        }
        return request
    }

    private func send(_ request: HTTPClientRequest) async throws -> APIAnswer {
        let response = try await http.execute(request, timeout: .seconds(90))
        let body = try await response.body.collect(upTo: 32 << 20)
        let answer = APIAnswer(
            status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView))
        secrets.note(answer.headers)
        secrets.note(answer.json)
        let place = "\(request.method.rawValue) \(request.url) \(answer.status)"
        transcript.withLockedValue { transcript in
            for name in Self.requiredHeaders where (answer[header: name] ?? "").isEmpty {
                transcript.faults.append("\(place): no \(name)")
            }
            if let id = answer.json["error"]?["correlation_id"]?.string, id != answer[header: "X-Correlation-Id"] {
                transcript.faults.append("\(place): another correlation id in the body")
            }
            let handsOut = [
                "/auth/login", "/auth/refresh", "/auth/refresh-cookie", "/auth/mfa:enroll", "/recovery-codes",
            ]
            if !(handsOut.contains { request.url.hasSuffix($0) } && answer.status == 200) {
                transcript.texts.append("\(place)\n\(answer.headers)\n\(answer.text)")
            }
        }
        return answer
    }
}

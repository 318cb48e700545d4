import Core
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle
import Web

@testable import Contract

/// Callers by name: `Authorization: Bearer viewer`, or the cookie of the same name with the CSRF token `csrf-<name>`.
/// `admin+second_factor` has that step of its sign-in left.
struct NamedAuthenticator: Authenticator {
    struct Down: Error {}

    func authenticate(_ credentials: RequestCredentials) async throws -> Authentication {
        let name: String
        let usesCookie: Bool
        if let cookie = credentials.sessionCookie {
            (name, usesCookie) = (cookie, true)
        } else if let authorization = credentials.authorization, authorization.hasPrefix("Bearer ") {
            (name, usesCookie) = (String(authorization.dropFirst(7)), false)
        } else {
            return .anonymous
        }
        if name == "down" { throw Down() }
        let parts = name.split(separator: "+").map(String.init)
        guard let role = Role(rawValue: parts.first ?? "") else { return .rejected(reason: "session_expired") }
        let caller = Caller(
            kind: .user, id: "id-of-\(name)", label: name, role: ActingRole(role),
            outstandingStep: parts.dropFirst().first.flatMap(SignInStep.init(rawValue:)), address: credentials.address)
        return .caller(caller, usesCookie: usesCookie, csrfToken: usesCookie ? "csrf-\(name)" : nil)
    }
}

/// The idempotency rules in memory, and what each claim came to.
actor MemoryIdempotencyStore: IdempotencyStore {
    private struct Entry {
        let hash: [UInt8]
        let claim: UUID
        let firstSeen = Timestamp.now()
        var answer: StoredAnswer?
        var isLost = false
    }

    private var entries: [String: Entry] = [:]

    func begin(key: String, actor: String, requestHash: [UInt8]) -> IdempotencyDecision {
        guard let entry = entries["\(actor)/\(key)"] else {
            let claim = IdempotencyClaim(key: key, actor: actor, id: .v7())
            entries["\(actor)/\(key)"] = Entry(hash: requestHash, claim: claim.id)
            return .proceed(claim)
        }
        guard entry.hash == requestHash else { return .reused(firstSeen: entry.firstSeen) }
        if entry.isLost { return .answerLost(firstSeen: entry.firstSeen) }
        return entry.answer.map { .replay($0) } ?? .inFlight
    }

    nonisolated func perform(
        _ claim: IdempotencyClaim, _ body: @Sendable () async throws -> APIResponse
    ) async throws -> APIResponse {
        try await IdempotencyClaim.$current.withValue(claim) { try await body() }
    }

    func complete(_ claim: IdempotencyClaim, _ answer: StoredAnswer) {
        entries["\(claim.actor)/\(claim.key)"]?.answer = answer
    }

    func abandon(_ claim: IdempotencyClaim) { entries["\(claim.actor)/\(claim.key)"] = nil }

    func loseAnswers() { for key in entries.keys { entries[key]?.isLost = true } }

    var count: Int { entries.count }
}

/// Features that a test switches on; the free tier is on.
struct SwitchedFeatures: FeatureGate {
    let enabled = NIOLockedValueBox<Set<LicenseFeature>>([])

    func isEnabled(_ feature: LicenseFeature) -> Bool {
        feature.tier == .free || enabled.withLockedValue { $0.contains(feature) }
    }
}

/// A gate that a handler waits at until the test opens it.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private(set) var arrivals = 0

    func pass() async {
        arrivals += 1
        guard !isOpen else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}

/// A responder over a few operations of its own, on a port of the loopback.
struct WebBench: Sendable {
    struct Fault: Error {}

    let port: Int
    let idempotency: MemoryIdempotencyStore
    let gate: Gate
    let calls: NIOLockedValueBox<Int>
    let denials: NIOLockedValueBox<[String]>
    let features: SwitchedFeatures
    let missingFeatures: NIOLockedValueBox<[String]>

    static func operation(
        _ method: OperationDescription.Method, _ path: String, _ access: OperationDescription.Access,
        idempotency: OperationDescription.Idempotency = .none, feature: LicenseFeature? = nil
    ) -> OperationDescription {
        OperationDescription(
            operationID: "\(method) \(path)", method: method, path: path, access: access, feature: feature,
            idempotency: idempotency, successStatus: 200, errors: [], auditEvents: [])
    }

    static func routes(gate: Gate, calls: NIOLockedValueBox<Int>) -> [Route] {
        [
            Route(operation(.get, "/api/v1/open", .anonymous)) { .json(Array("\"\($0.caller.label)\"".utf8)) },
            Route(operation(.get, "/api/v1/origin", .anonymous)) { request in
                .json(Array("[\"\(request.caller.address ?? "")\",\"\(request.publicURL ?? "")\"]".utf8))
            },
            Route(operation(.get, "/api/v1/big", .anonymous)) { _ in
                .json(Array(repeating: UInt8(ascii: "7"), count: 64 << 20))
            },
            Route(operation(.get, "/api/v1/stream", .authenticated)) { _ in
                APIResponse(
                    status: 200,
                    body: .stream { writer in
                        while true {
                            try await writer.write(ByteBuffer(string: ":\n"))
                            try await Task.sleep(for: .milliseconds(50))
                        }
                    })
            },
            Route(operation(.get, "/api/v1/signed-in", .authenticated)) { .json(Array("\"\($0.caller.label)\"".utf8)) },
            Route(operation(.post, "/api/v1/auth/login", .anonymous)) { _ in .noContent },
            Route(operation(.post, "/api/v1/auth/logout-others", .authenticated)) { _ in .noContent },
            Route(operation(.get, "/api/v1/hosts/{id}", .permission(.hostRead))) {
                .json(Array("\"\(try $0.uuid("id").uuidString)\"".utf8))
            },
            Route(operation(.post, "/api/v1/hosts", .permission(.hostWrite)), maxBodyBytes: 64) { request in
                struct Body: Decodable { let name: String }
                let body = try request.decode(Body.self)
                return .json(Array("{\"length\":\(body.name.count)}".utf8), status: 201)
            },
            Route(operation(.post, "/api/v1/once", .permission(.hostWrite), idempotency: .required)) { request in
                calls.withLockedValue { $0 += 1 }
                if request.query["wait"] != nil { await gate.pass() }
                if request.query["fail"] != nil { throw APIError.hostNotFound() }
                if request.query["commit"] != nil { IdempotencyClaim.current?.noteEffect(storing: nil) }
                if request.query["commit"] == "fault" { throw Fault() }
                if request.query["commit"] == "refused" { throw APIError.hostNotFound() }
                if request.query["cookie"] != nil {
                    return APIResponse(status: 200, headers: [.setCookie: "openwatch_session=secret"])
                }
                if request.query["head"] != nil {
                    return APIResponse(
                        status: 202,
                        headers: [.contentType: "text/plain", .location: "/there", .eTag: "\"7\"", .retryAfter: "3"],
                        body: .bytes(Array("done".utf8)))
                }
                return .json(Array("{\"call\":\(calls.withLockedValue { $0 })}".utf8), status: 201)
            },
            Route(operation(.post, "/api/v1/maybe-once", .permission(.hostWrite), idempotency: .accepted)) { _ in
                calls.withLockedValue { $0 += 1 }
                return .noContent
            },
            Route(
                operation(
                    .post, "/api/v1/audit:export", .permission(.auditExport), idempotency: .required,
                    feature: .auditExport), maxBodyBytes: 64
            ) { _ in
                calls.withLockedValue { $0 += 1 }
                return .noContent
            },
            Route(
                operation(.get, "/api/v1/free/{id}", .permission(.hostRead), feature: .complianceCheck)
            ) { .json(Array("\"\(try $0.uuid("id").uuidString)\"".utf8)) },
            Route(operation(.get, "/api/v1/broken", .anonymous)) { _ in
                throw BrokenInside(text: "password=hunter2 at /var/lib/inside")
            },
            Route(operation(.get, "/api/v1/limit", .anonymous)) { request in
                _ = try request.queryTimestamp("since")
                _ = try request.queryUUID("id")
                return .json(Array("\(try request.queryLimit(range: 1...10) ?? 0)".utf8))
            },
        ]
    }

    struct BrokenInside: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }

    /// Serves the operations while the body runs.
    static func run(
        limits: RequestLimits = RequestLimits(), rates: RateLimits.Settings = RateLimits.Settings(),
        proxies: TrustedProxies = TrustedProxies(), _ body: @Sendable @escaping (WebBench) async throws -> Void
    ) async throws {
        let gate = Gate()
        let calls = NIOLockedValueBox(0)
        let denials = NIOLockedValueBox<[String]>([])
        let features = SwitchedFeatures()
        let missingFeatures = NIOLockedValueBox<[String]>([])
        let idempotency = MemoryIdempotencyStore()
        var quiet = Logger(label: "web tests")
        quiet.logLevel = .critical
        let responder = APIResponder(
            routes: RouteTable(routes(gate: gate, calls: calls)), authenticator: NamedAuthenticator(),
            idempotency: idempotency, features: features, limits: limits, rates: RateLimits(rates),
            proxies: proxies, logger: quiet,
            onDenial: { caller, operation, permission in
                denials.withLockedValue { $0.append("\(caller.label) \(operation.path) \(permission?.id ?? "")") }
            },
            onMissingFeature: { caller, operation, feature in
                missingFeatures.withLockedValue { $0.append("\(caller.label) \(operation.path) \(feature)") }
            })
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listening.yield($0.localAddress?.port ?? 0) }, logger: quiet)
        let group = ServiceGroup(services: [application], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            guard let port = await ports.first(where: { _ in true }) else { throw Fault() }
            let bench = WebBench(
                port: port, idempotency: idempotency, gate: gate, calls: calls, denials: denials,
                features: features, missingFeatures: missingFeatures)
            do {
                try await body(bench)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil
    ) async throws -> RawHTTP.Response {
        try await RawHTTP.request(port: port, method, path, headers: headers, body: body)
    }
}

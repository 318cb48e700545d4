package import Contract
import Core
import Foundation
import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore

/// Answers every request: correlation id, headers, identity, CSRF, route, permission, licence feature, idempotency, body,
/// handler.
///
/// The order is part of the contract: an unknown path is 404 for everybody, a missing permission is told before any
/// fault of parameters or body. Each error is the contract's envelope with the correlation id.
package struct APIResponder: HTTPResponder {
    package typealias Context = ConnectionContext

    private let routes: RouteTable
    private let authenticator: any Authenticator
    private let idempotency: IdempotentRun
    private let features: any FeatureGate
    /// Told of every refusal for want of identity or permission.
    private let onDenial: @Sendable (Caller, OperationDescription, Permission?) async -> Void
    /// Told of every refusal for want of a licence feature.
    private let onMissingFeature: @Sendable (Caller, OperationDescription, LicenseFeature) async -> Void
    private let limits: RequestLimits
    private let rates: RateLimits
    private let proxies: TrustedProxies
    private let logger: Logger

    package init(
        routes: RouteTable, authenticator: any Authenticator, idempotency: any IdempotencyStore,
        features: any FeatureGate, limits: RequestLimits = RequestLimits(), rates: RateLimits = RateLimits(),
        proxies: TrustedProxies = TrustedProxies(), logger: Logger,
        onDenial: @escaping @Sendable (Caller, OperationDescription, Permission?) async -> Void,
        onMissingFeature: @escaping @Sendable (Caller, OperationDescription, LicenseFeature) async -> Void
    ) {
        self.routes = routes
        self.authenticator = authenticator
        self.idempotency = IdempotentRun(
            store: idempotency, waitSeconds: limits.idempotencyWaitSeconds, logger: logger)
        self.limits = limits
        self.rates = rates
        self.proxies = proxies
        self.logger = logger
        self.features = features
        self.onDenial = onDenial
        self.onMissingFeature = onMissingFeature
    }

    package func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let started = ContinuousClock.now
        let sent = request.headers[SecurityHeaders.correlationID]
        let correlationID = sent.flatMap(CorrelationID.accepting) ?? .make(.request)
        var logger = logger
        logger[metadataKey: "correlation_id"] = "\(correlationID)"
        let path = String(request.uri.path)
        var response = await CorrelationID.$current.withValue(correlationID) {
            do {
                return try await answer(request, path: path, context: context, correlationID: correlationID)
            } catch let error as APIError {
                return ErrorAnswer.make(error, correlationID: correlationID)
            } catch is CancellationError {
                return ErrorAnswer.make(.unavailable(component: "server"), correlationID: correlationID)
            } catch {
                logger.error("request failed", metadata: ["path": "\(path)", "error": "\(error)"])
                return ErrorAnswer.make(.serverError(), correlationID: correlationID)
            }
        }
        SecurityHeaders.complete(&response.headers, correlationID: correlationID)
        logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue.prefix(32))", "path": "\(path.prefix(512))",
                "status": "\(response.status)",
                "duration_ms": "\((ContinuousClock.now - started).milliseconds)",
            ])
        let httpResponse = Response(
            status: HTTPResponse.Status(code: response.status), headers: response.headers,
            body: Self.body(of: response))
        // An answer to HEAD has no body, whatever its headers say (RFC 9110 section 9.3.2).
        return request.method == .head ? httpResponse.createHeadResponse() : httpResponse
    }

    private func answer(
        _ request: Request, path: String, context: ConnectionContext, correlationID: CorrelationID
    ) async throws -> APIResponse {
        try checkSize(of: request)
        let origin = proxies.origin(peer: context.address, headers: request.headers)
        try rates.check(address: origin.address)
        let route: Route
        let parameters: [String: String]
        switch routes.match(method: request.method.rawValue, path: path) {
        case .route(let found, let values): (route, parameters) = (found, values)
        case .methodNotAllowed(let methods):
            throw APIError.methodNotAllowed(allowed: methods)
        case .notFound:
            throw APIError.unknownPath()
        }
        let caller = try await identify(request, route: route, address: origin.address)
        try rates.check(caller)
        if let step = caller.outstandingStep, !step.allows(route.operation) { throw APIError.stepOutstanding(step) }
        try await authorize(caller, for: route.operation)
        if let feature = route.operation.feature, !features.isEnabled(feature) {
            await onMissingFeature(caller, route.operation, feature)
            throw APIError.featureUnavailable(feature)
        }
        let key = request.headers[SecurityHeaders.idempotencyKey]
        if route.operation.idempotency == .required, (key ?? "").allSatisfy(\.isWhitespace) {
            throw APIError.idempotencyKeyRequired()
        }
        let body = try await readBody(request, route: route)
        let apiRequest = APIRequest(
            method: request.method, path: path, pathParameters: parameters,
            query: try Self.query(of: request), headers: request.headers, body: body, caller: caller,
            correlationID: correlationID, publicURL: origin.publicURL)
        let target = "\(request.method.rawValue) \(request.head.path ?? "")"
        let response = try await idempotency.answer(apiRequest, target: target, route: route)
        return try rates.admit(response, for: caller)
    }

    /// The parser's own limits are above these: what is too large for us is still a request, which can be answered.
    private func checkSize(of request: Request) throws {
        guard (request.head.path ?? "").utf8.count <= limits.uriBytes else { throw RequestFault.uriTooLong(limits) }
        let bytes = request.headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
        guard bytes <= limits.headerBytes else { throw RequestFault.headersTooLarge(limits) }
    }

    // MARK: Identity and permission

    private func identify(_ request: Request, route: Route, address: String?) async throws -> Caller {
        let userAgent = request.headers[.userAgent].map { String($0.prefix(256)) }
        let cookies = RequestCookies(request.headers[values: .cookie])
        let credentials = RequestCredentials(
            sessionCookie: cookies["openwatch_session"], authorization: request.headers[.authorization],
            address: address, userAgent: userAgent,
            // A stream opens by itself whenever it was cut: nobody has to be there for it.
            isBackground: request.headers[SecurityHeaders.backgroundRefresh] == "1"
                || route.operation == OperationCatalog.getEvents)
        let anonymous = Caller.anonymous(address: address, userAgent: userAgent)
        switch try await authenticator.authenticate(credentials) {
        case .anonymous: return anonymous
        case .caller(let caller, let usesCookie, let csrfToken):
            // What is open to all does not act for the session; it starts, renews or ends one.
            if usesCookie, route.operation.method.isUnsafe, route.operation.access != .anonymous {
                let token = request.headers[SecurityHeaders.csrfToken] ?? ""
                guard let csrfToken, ConstantTime.equal(token, csrfToken) else {
                    throw APIError.csrfInvalid()
                }
            }
            return caller
        case .rejected(let reason):
            // A stale cookie must not lock anybody out of what is open to all.
            if case .anonymous = route.operation.access { return anonymous }
            throw APIError.sessionInvalid(reason: reason)
        }
    }

    private func authorize(_ caller: Caller, for operation: OperationDescription) async throws {
        switch operation.access {
        case .anonymous: return
        case .authenticated:
            if caller.kind == .anonymous { throw APIError.authenticationRequired() }
        case .permission(let permission):
            guard !caller.holds(permission) else { return }
            await onDenial(caller, operation, permission)
            if caller.kind == .anonymous { throw APIError.authenticationRequired(for: permission) }
            throw APIError.permissionDenied(permission)
        }
    }

    // MARK: Body and query

    private func readBody(_ request: Request, route: Route) async throws -> [UInt8] {
        let tooLarge = APIError.bodyTooLarge(maximumBytes: route.maxBodyBytes)
        if let length = request.headers[.contentLength].flatMap(Int.init), length > route.maxBodyBytes {
            throw tooLarge
        }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: route.maxBodyBytes)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch {
            throw RequestFault.error(for: error, limits: limits) ?? error
        }
        let body = Array(buffer.readableBytesView)
        if !body.isEmpty, let type = request.headers[.contentType]?.lowercased() {
            let media = type.prefix { $0 != ";" }.filter { $0 != " " }
            guard media == route.bodyType.rawValue || (route.bodyType == .json && media.hasSuffix("+json")) else {
                throw APIError(.requestUnsupportedMediaType, "send \(route.bodyType.rawValue)")
            }
        }
        return body
    }

    /// No value may hold a NUL: no text of the contract has one, and the database could not store or compare it.
    private static func query(of request: Request) throws -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in request.uri.queryParameters where values[String(name)] == nil {
            guard !value.utf8.contains(0) else {
                throw APIError(
                    .validationFieldInvalid, "\(name) holds a NUL character", detail: ["field": .string(String(name))])
            }
            values[String(name)] = String(value)
        }
        return values
    }

    // MARK: Responses

    private static func body(of response: APIResponse) -> ResponseBody {
        switch response.body {
        case .none: ResponseBody()
        case .bytes(let bytes): ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .stream(let write):
            ResponseBody { writer in
                try await write(&writer)
                try await writer.finish(nil)
            }
        }
    }
}

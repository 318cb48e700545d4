import Contract
import HTTPTypes
import Web

/// `auth/login`, `auth/logout`, `auth/refresh`, `auth/refresh-cookie`, and the caller's sessions.
struct AuthRoutes: Sendable {
    private let logins: LoginService
    private let refreshing: RefreshService
    private let sessions: OwnSessionService
    private let limiter: AttemptLimiter

    /// - Parameter limiter: 20 attempts a minute and address, whatever their outcome.
    init(logins: LoginService, refreshing: RefreshService, sessions: OwnSessionService, limiter: AttemptLimiter) {
        self.logins = logins
        self.refreshing = refreshing
        self.sessions = sessions
        self.limiter = limiter
    }

    var routes: [Route] {
        [
            Route(OperationCatalog.postAuthLogin, maxBodyBytes: 4_096, handler: login),
            Route(OperationCatalog.postAuthLogout, maxBodyBytes: 4_096, handler: logout),
            Route(OperationCatalog.postAuthRefresh, maxBodyBytes: 4_096, handler: refresh),
            Route(OperationCatalog.postAuthRefreshCookie, maxBodyBytes: 4_096, handler: refreshCookie),
            Route(OperationCatalog.getAuthMeSessions) { request in
                try Self.private(
                    .encoding(AuthSessionListResponse(sessions: try await sessions.sessions(of: request.caller))))
            },
            Route(OperationCatalog.deleteAuthMeSession, maxBodyBytes: 4_096) { request in
                try await sessions.end(try request.uuid("id"), by: request.caller)
                return .noContent
            },
            Route(OperationCatalog.postAuthMeSessionsRevokeOthers, maxBodyBytes: 4_096) { request in
                try await sessions.endOthers(by: request.caller)
                return .noContent
            },
        ]
    }

    private func login(_ request: APIRequest) async throws -> APIResponse {
        if let seconds = limiter.attempt(request.caller.address ?? "") {
            throw APIError.rateLimited(retryAfterSeconds: Int(seconds))
        }
        let body = try request.decode(AuthLoginRequest.self)
        if let violation = body.limitViolation() { throw APIError.fieldRange(violation) }
        let signedIn = try await logins.signIn(
            username: body.username, password: body.password, otp: body.otp, caller: request.caller)
        return Self.private(try .encoding(signedIn.response), cookies: signedIn.cookies)
    }

    private func logout(_ request: APIRequest) async throws -> APIResponse {
        do {
            try await sessions.signOut(
                request.caller, sessionToken: token(SessionCookies.session, of: request),
                refreshToken: token(SessionCookies.refresh, of: request))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            var incomplete = APIError(
                .authLogoutIncomplete, "The session could not be ended on the server, repeat the sign-out")
            incomplete.cookies = SessionCookies.expired
            throw incomplete
        }
        var response = APIResponse.noContent
        response.headers[values: .setCookie] = SessionCookies.expired
        return response
    }

    private func refresh(_ request: APIRequest) async throws -> APIResponse {
        let body = try request.decode(AuthRefreshRequest.self)
        guard !body.refreshToken.isEmpty else { throw APIError.fieldRequired("refresh_token") }
        if let violation = body.limitViolation() { throw APIError.fieldRange(violation) }
        do {
            let refreshed = try await refreshing.refresh(
                body.refreshToken, replacesSessionToken: false, caller: request.caller)
            return Self.private(try .encoding(refreshed.response))
        } catch let error as APIError where error.code == .authSessionExpired {
            throw APIError(.authRefreshInvalid, "The session has ended, sign in again")
        }
    }

    private func refreshCookie(_ request: APIRequest) async throws -> APIResponse {
        do {
            let refreshed = try await refreshing.refresh(
                token(SessionCookies.refresh, of: request)?.text ?? "", replacesSessionToken: true,
                caller: request.caller)
            let cookies = refreshed.sessionToken.map {
                SessionCookies.set(session: $0, refresh: refreshed.refreshToken)
            }
            return Self.private(
                try .encoding(refreshed.user.response(step: refreshed.outstandingStep)), cookies: cookies ?? [])
        } catch var error as APIError where error.code.httpStatus == 401 {
            error.cookies = SessionCookies.expired
            throw error
        }
    }

    /// A cookie of a token's size.
    private func token(_ name: String, of request: APIRequest) -> SessionToken? {
        RequestCookies(request.headers[values: .cookie])[name].flatMap { text in
            (1...128).contains(text.utf8.count) ? SessionToken(text: text) : nil
        }
    }

    /// An answer that no cache keeps.
    static func `private`(_ response: APIResponse, cookies: [String] = []) -> APIResponse {
        var response = response
        response.headers[.cacheControl] = "no-store"
        if !cookies.isEmpty { response.headers[values: .setCookie] = cookies }
        return response
    }
}

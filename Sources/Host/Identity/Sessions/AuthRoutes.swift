import Contract
import HTTPTypes
package import Web

/// `auth/login`, `auth/logout`, `auth/me`.
package struct AuthRoutes: Sendable {
    private let logins: LoginService
    /// 20 attempts a minute and address, whatever their outcome.
    private let limiter = AttemptLimiter(limit: 20, windowSeconds: 60)

    package init(logins: LoginService) {
        self.logins = logins
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.postAuthLogin, maxBodyBytes: 4_096, handler: login),
            Route(OperationCatalog.postAuthLogout, maxBodyBytes: 4_096, handler: logout),
            Route(OperationCatalog.getAuthMe, handler: me),
        ]
    }

    private func login(_ request: APIRequest) async throws -> APIResponse {
        if let seconds = limiter.attempt(request.caller.address ?? "") {
            throw APIError.rateLimited(retryAfterSeconds: Int(seconds))
        }
        let body = try request.decode(AuthLoginRequest.self)
        if let violation = body.limitViolation() { throw APIError.fieldRange(violation) }
        let signedIn = try await logins.signIn(
            username: body.username, password: body.password, caller: request.caller)
        var response = try APIResponse.encoding(
            AuthLoginResponse(
                accessToken: signedIn.accessToken, refreshToken: signedIn.refreshToken.text,
                user: signedIn.user.response))
        response.headers[.cacheControl] = "no-store"
        response.headers[values: .setCookie] = signedIn.cookies
        return response
    }

    private func logout(_ request: APIRequest) async throws -> APIResponse {
        try await logins.signOut(request.caller)
        var response = APIResponse.noContent
        response.headers[values: .setCookie] = IssuedSession.expiredCookies
        return response
    }

    private func me(_ request: APIRequest) async throws -> APIResponse {
        try .encoding(try await logins.user(of: request.caller).response)
    }
}

import Contract
import Web

/// `auth/mfa` and `auth/reauthenticate`.
struct SecondFactorRoutes: Sendable {
    private let factors: SecondFactorService
    private let reauthentication: ReauthenticationService
    private let limiter: AttemptLimiter

    /// - Parameter limiter: the one of sign-in; both count together.
    init(factors: SecondFactorService, reauthentication: ReauthenticationService, limiter: AttemptLimiter) {
        self.factors = factors
        self.reauthentication = reauthentication
        self.limiter = limiter
    }

    var routes: [Route] {
        [
            Route(OperationCatalog.getAuthMFA) { request in
                AuthRoutes.private(try .encoding(try await factors.status(of: request.caller)))
            },
            Route(OperationCatalog.postAuthMFAEnroll, maxBodyBytes: 4_096) { request in
                let uri = try await factors.enroll(by: request.caller)
                return AuthRoutes.private(try .encoding(AuthMFAEnrollResponse(provisioningURI: uri)))
            },
            Route(OperationCatalog.postAuthMFAVerify, maxBodyBytes: 4_096, handler: verify),
            Route(OperationCatalog.postAuthMFADisable, maxBodyBytes: 4_096) { request in
                try await factors.disable(by: request.caller)
                return .noContent
            },
            Route(OperationCatalog.postAuthMFARecoveryCodes, maxBodyBytes: 4_096) { request in
                let codes = try await factors.makeRecoveryCodes(by: request.caller)
                return AuthRoutes.private(try .encoding(AuthRecoveryCodes(recoveryCodes: codes.map(\.text))))
            },
            Route(OperationCatalog.postAuthReauthenticate, maxBodyBytes: 4_096) { request in
                let body = try request.decode(AuthReauthenticateRequest.self)
                if let violation = body.limitViolation() { throw APIError.fieldRange(violation) }
                try await reauthentication.reauthenticate(
                    password: body.password, otp: body.otp, by: request.caller)
                return .noContent
            },
        ]
    }

    private func verify(_ request: APIRequest) async throws -> APIResponse {
        if let seconds = limiter.attempt(request.caller.address ?? "") {
            throw APIError.rateLimited(retryAfterSeconds: Int(seconds))
        }
        let body = try request.decode(AuthMFAVerifyRequest.self)
        guard !body.otp.isEmpty else { throw APIError.fieldRequired("otp") }
        if let violation = body.limitViolation() { throw APIError.fieldRange(violation) }
        try await factors.verify(body.otp, by: request.caller)
        return .noContent
    }
}

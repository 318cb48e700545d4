extension APIError {
    /// 401 for a caller without identity, with the challenge that HTTP asks for.
    ///
    /// - Parameter permission: what the operation needs, when it needs more than an identity.
    package static func authenticationRequired(for permission: Permission? = nil) -> APIError {
        APIError(
            .authRequired, "Sign in to use this operation",
            detail: permission.map { ["required_permission": .string($0.id)] } ?? [:],
            headers: ["WWW-Authenticate": "Bearer"])
    }

    /// 401 for a session or token that is not accepted.
    ///
    /// - Parameter reason: one of the reasons that the registry lists, for example `session_expired`.
    package static func sessionInvalid(reason: String) -> APIError {
        APIError(.authSessionInvalid, "The session is not valid any more", detail: ["reason": .string(reason)])
    }

    /// 403 for a known caller who lacks a permission.
    package static func permissionDenied(_ permission: Permission) -> APIError {
        APIError(
            .authzPermissionDenied, "This needs the permission \(permission.id)",
            detail: ["required_permission": .string(permission.id)])
    }

    /// 403 for an unsafe request on a cookie session without the right CSRF token.
    package static func csrfInvalid() -> APIError {
        APIError(.authzCSRFInvalid, "The X-CSRF-Token header does not match the session")
    }

    /// 402 for a feature that the licence in force lacks.
    package static func featureUnavailable(_ feature: LicenseFeature) -> APIError {
        APIError(
            .licenseFeatureUnavailable, "The licence does not include \(feature.id)",
            detail: ["feature": .string(feature.id), "required_tier": .string(feature.tier.rawValue)])
    }

    /// 403 for a session that has a step left which the operation is no part of.
    package static func stepOutstanding(_ step: SignInStep) -> APIError {
        switch step {
        case .secondFactor: APIError(.authSecondFactorRequired, "Show a code of the second factor first")
        case .passwordChange: APIError(.authPasswordChangeRequired, "Change the password first")
        case .mfaEnrollment: APIError(.authMFAEnrollmentRequired, "Set up a second factor first")
        }
    }

    /// 429 with the time to wait.
    package static func rateLimited(retryAfterSeconds seconds: Int) -> APIError {
        APIError(
            .rateLimited, "Too many requests, try again in \(seconds) seconds",
            headers: ["Retry-After": String(seconds)])
    }
}

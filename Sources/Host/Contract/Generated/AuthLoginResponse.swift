// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Tokens and the user they belong to.
package struct AuthLoginResponse: Codable, Equatable, Sendable {
    package var accessToken: String
    package var refreshToken: String
    package var user: AuthMeResponse
    /// Present and true when policy wants a second factor and the account has none.
    package var mfaEnrollmentRequired: Bool?
    package var outstandingStep: SignInStep?

    package init(
        accessToken: String,
        refreshToken: String,
        user: AuthMeResponse,
        mfaEnrollmentRequired: Bool? = nil,
        outstandingStep: SignInStep? = nil
    ) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.user = user
        self.mfaEnrollmentRequired = mfaEnrollmentRequired
        self.outstandingStep = outstandingStep
    }

    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token"
        case refreshToken = "refresh_token"
        case user
        case mfaEnrollmentRequired = "mfa_enrollment_required"
        case outstandingStep = "outstanding_step"
    }
}

extension AuthLoginResponse: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

import Contract
import Foundation

/// What a sign-in hands to the client. The server keeps hashes of it and nothing else.
struct IssuedSession: Sendable {
    let id: UUID
    let user: User
    let sessionToken: SessionToken
    let refreshToken: SessionToken
    let accessToken: String
    /// What the session has to do before it may do anything else.
    let outstandingStep: SignInStep?

    /// The `Set-Cookie` values of a browser sign-in.
    var cookies: [String] { SessionCookies.set(session: sessionToken, refresh: refreshToken) }

    /// The answer to a client that is no browser.
    var response: AuthLoginResponse {
        AuthLoginResponse(
            accessToken: accessToken, refreshToken: refreshToken.text, user: user.response(step: outstandingStep),
            mfaEnrollmentRequired: outstandingStep == .mfaEnrollment ? true : nil, outstandingStep: outstandingStep)
    }
}

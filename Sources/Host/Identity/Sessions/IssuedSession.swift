import Foundation

/// What a sign-in hands to the client. The server keeps hashes of it and nothing else.
struct IssuedSession: Sendable {
    let id: UUID
    let user: User
    let sessionToken: SessionToken
    let refreshToken: SessionToken
    let accessToken: String

    /// The `Set-Cookie` values of a browser sign-in.
    var cookies: [String] {
        [
            "openwatch_session=\(sessionToken.text); Path=/; HttpOnly; Secure; SameSite=Lax",
            "XSRF-TOKEN=\(sessionToken.csrfToken); Path=/; Secure; SameSite=Lax",
            "openwatch_refresh=\(refreshToken.text); Path=/; HttpOnly; Secure; SameSite=Lax; "
                + "Max-Age=\(SessionStore.refreshSeconds)",
        ]
    }

    /// The `Set-Cookie` values that make a browser forget a session.
    static let expiredCookies = [
        "openwatch_session=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0",
        "XSRF-TOKEN=; Path=/; Secure; SameSite=Lax; Max-Age=0",
        "openwatch_refresh=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0",
    ]
}

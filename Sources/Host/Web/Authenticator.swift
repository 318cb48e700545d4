package import Contract

/// Finds out who sends a request, from its cookies and its authorization header.
package protocol Authenticator: Sendable {
    /// - Throws: only when identities cannot be looked up at all, for example without a database.
    func authenticate(_ credentials: RequestCredentials) async throws -> Authentication
}

/// What a request offers to prove who sends it.
package struct RequestCredentials: Sendable {
    /// The session cookie; wins over the authorization header.
    package let sessionCookie: String?
    package let authorization: String?
    package let address: String?
    package let userAgent: String?
    /// The request is the client's own timer and must not keep the session alive.
    package let isBackground: Bool
}

/// What came of it.
package enum Authentication: Sendable {
    /// No credentials were offered.
    case anonymous
    /// - `usesCookie`: a browser sends the cookie by itself, so unsafe methods need the CSRF token as well.
    case caller(Caller, usesCookie: Bool, csrfToken: String?)
    /// Credentials were offered and are not valid; the reason is a machine word.
    case rejected(reason: String)
}

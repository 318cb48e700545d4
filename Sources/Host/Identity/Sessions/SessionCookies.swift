/// The cookies of a browser's session.
enum SessionCookies {
    static let session = "openwatch_session"
    static let refresh = "openwatch_refresh"

    /// The `Set-Cookie` values of a sign-in or refresh.
    static func set(session token: SessionToken, refresh refreshToken: SessionToken) -> [String] {
        [
            "\(session)=\(token.text); Path=/; HttpOnly; Secure; SameSite=Lax",
            "XSRF-TOKEN=\(token.csrfToken); Path=/; Secure; SameSite=Lax",
            "\(refresh)=\(refreshToken.text); Path=/; HttpOnly; Secure; SameSite=Lax; "
                + "Max-Age=\(SessionStore.refreshSeconds)",
        ]
    }

    /// The `Set-Cookie` values that make a browser forget a session.
    static let expired = [
        "\(session)=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0",
        "XSRF-TOKEN=; Path=/; Secure; SameSite=Lax; Max-Age=0",
        "\(refresh)=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=0",
    ]
}

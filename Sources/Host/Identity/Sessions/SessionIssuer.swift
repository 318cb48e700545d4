import Contract
import Core
import Database
import Foundation

/// Begins sessions. Every way to sign in ends here, once the user has proved who they are.
package struct SessionIssuer: Sendable {
    private let signer: AccessTokenSigner
    private let sessions = SessionStore()

    package init(signer: AccessTokenSigner) {
        self.signer = signer
    }

    /// Stores a new session with its first refresh token.
    ///
    /// - Parameters:
    ///   - caller: where the request comes from; its address and user agent are kept with the session.
    ///   - transaction: the one that also writes the audit row of the sign-in.
    func issue(
        for user: User, method: SignInMethod, caller: Caller, in transaction: Transaction
    ) async throws -> IssuedSession {
        let id = UUID.v7()
        let issued = IssuedSession(
            id: id, user: user, sessionToken: .make(), refreshToken: .make(),
            accessToken: try await signer.token(userID: user.id, sessionID: id, role: user.role?.id ?? ""))
        try await sessions.insert(
            id: id, userID: user.id, method: method, token: issued.sessionToken, refreshToken: issued.refreshToken,
            caller: caller, in: transaction)
        return issued
    }
}

/// How a user proved who they are.
enum SignInMethod: String, Sendable {
    case password
    case openIDConnect = "sso_oidc"
}

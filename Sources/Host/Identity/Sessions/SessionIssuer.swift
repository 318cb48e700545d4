import Contract
import Core
import Database
import Foundation

/// Begins sessions. Every way to sign in ends here, once the user has proved who they are.
package struct SessionIssuer: Sendable {
    private let signer: AccessTokenSigner
    private let sessions = SessionStore()
    private let policies = SignInPolicyStore()

    package init(signer: AccessTokenSigner) {
        self.signer = signer
    }

    /// Stores a new session with its first refresh token, within the limits of the policy in force.
    ///
    /// - Parameters:
    ///   - secondFactorShown: whether a code of the account's second factor was verified on the way. A session of an
    ///     account that has one and did not show it can do nothing but show it.
    ///   - caller: where the request comes from; its address and user agent are kept with the session.
    ///   - transaction: the one that also writes the audit row of the sign-in.
    func issue(
        for user: User, method: SignInMethod, secondFactorShown: Bool = false, caller: Caller,
        in transaction: Transaction
    ) async throws -> IssuedSession {
        let id = UUID.v7()
        let policy = try await policies.policy(from: transaction)
        let step = SignInRules.step(
            for: user, secondFactorShown: secondFactorShown, requiresSecondFactor: policy.requiresSecondFactor)
        let issued = IssuedSession(
            id: id, user: user, sessionToken: .make(), refreshToken: .make(),
            accessToken: try await signer.token(userID: user.id, sessionID: id, role: user.role?.id ?? ""),
            outstandingStep: step)
        try await sessions.insert(
            issued, method: method, step: step, policy: policy, caller: caller, in: transaction)
        return issued
    }
}

/// How a user proved who they are.
enum SignInMethod: String, Sendable {
    case password
    case openIDConnect = "sso_oidc"
}

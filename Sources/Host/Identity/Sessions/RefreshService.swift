import Audit
import Contract
import Core
import Database
import Foundation
import JSON

/// What a refresh hands to the client.
struct RefreshedSession: Sendable {
    let user: User
    let refreshToken: SessionToken
    let accessToken: String
    /// The session's new token, when a browser asked.
    let sessionToken: SessionToken?
    let outstandingStep: SignInStep?

    /// The answer to a client that is no browser.
    var response: AuthLoginResponse {
        AuthLoginResponse(
            accessToken: accessToken, refreshToken: refreshToken.text, user: user.response(step: outstandingStep),
            mfaEnrollmentRequired: outstandingStep == .mfaEnrollment ? true : nil, outstandingStep: outstandingStep)
    }
}

/// Exchanges refresh tokens within their session.
///
/// A session that was idle for too long lives again; one that was revoked or has reached its absolute limit does not.
struct RefreshService: Sendable {
    private enum Outcome: Sendable {
        case refreshed(RefreshedSession)
        /// The transaction has something to keep although the client is refused.
        case refused(APIError)
    }

    private let database: Database
    private let signer: AccessTokenSigner
    private let audit: AuditTrail
    private let tokens = RefreshTokenStore()
    private let revocation = AccessRevocation()

    init(database: Database, signer: AccessTokenSigner, audit: AuditTrail) {
        self.database = database
        self.signer = signer
        self.audit = audit
    }

    /// - Parameter replacesSessionToken: whether the client is a browser, whose session cookie is replaced as well.
    /// - Throws: `auth.refresh_invalid`; `auth.session_expired` past the absolute limit; `auth.refresh_reused` for a
    ///   token that was exchanged before, after everything that the account was given has been revoked.
    func refresh(_ text: String, replacesSessionToken: Bool, caller: Caller) async throws -> RefreshedSession {
        guard (1...256).contains(text.utf8.count) else { throw Self.invalid }
        let token = SessionToken(text: text)
        let outcome = try await database.transaction { transaction in
            guard let shown = try await tokens.shown(token, in: transaction) else { throw Self.invalid }
            return try await exchange(
                shown, replacesSessionToken: replacesSessionToken, caller: caller, in: transaction)
        }
        switch outcome {
        case .refreshed(let session): return session
        case .refused(let error): throw error
        }
    }

    private func exchange(
        _ shown: ShownRefreshToken, replacesSessionToken: Bool, caller: Caller, in transaction: Transaction
    ) async throws -> Outcome {
        let session = shown.session
        let acting = session.user.caller(session: session.id, address: caller.address, userAgent: caller.userAgent)
        guard !shown.isRevoked else { throw Self.invalid }
        guard !session.user.isDisabled else {
            try await audit.record(
                AuditEntry(
                    .authLoginFailure, .failure, by: acting, on: .init("user", session.user.id.text),
                    detail: ["reason": "account_disabled"]),
                in: transaction)
            return .refused(Self.invalid)
        }
        guard !shown.isOver else { throw APIError(.authSessionExpired, "The session has ended, sign in again") }
        guard !shown.isExpired else { throw Self.invalid }
        let verdict = RefreshRules.verdict(on: shown.rotation)
        guard verdict != .reuse else {
            try await revokeEverything(of: shown, by: acting, in: transaction)
            return .refused(
                APIError(
                    .authRefreshReused, "The refresh token was used before; every session of the account has ended"))
        }
        let step = SignInRules.step(
            for: session.user, secondFactorShown: session.outstandingStep != .secondFactor,
            requiresSecondFactor: session.requiresSecondFactor)
        let refreshed = RefreshedSession(
            user: session.user, refreshToken: .make(),
            accessToken: try await signer.token(
                userID: session.user.id, sessionID: session.id, role: session.user.role?.id ?? ""),
            sessionToken: replacesSessionToken ? .make() : nil, outstandingStep: step)
        try await tokens.rotate(
            shown, to: refreshed.refreshToken, isSibling: verdict == .sibling, sessionToken: refreshed.sessionToken,
            step: step, in: transaction)
        try await audit.record(
            AuditEntry(.authTokenRefreshed, by: acting, on: .init("session", session.id.text)), in: transaction)
        return .refreshed(refreshed)
    }

    private func revokeEverything(
        of shown: ShownRefreshToken, by acting: Caller, in transaction: Transaction
    ) async throws {
        let userID = shown.session.user.id
        try await tokens.stampReuse(of: shown.id, in: transaction)
        let ended = try await revocation.endSessions(of: userID, in: transaction)
        try await audit.record(
            AuditEntry(
                .authTokenRevoked, .denied, by: acting, on: .init("user", userID.text),
                detail: ["reason": "suspicious_activity", "token_type": "refresh", "sessions": .integer(ended)]),
            in: transaction)
    }

    private static let invalid = APIError(.authRefreshInvalid, "The refresh token is not valid, sign in again")
}

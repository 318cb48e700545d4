package import Contract
import Core
package import Database
import Foundation
package import Web

/// Turns a session cookie or a bearer token into a caller.
package struct SessionAuthenticator: Authenticator {
    private let database: Database
    private let signer: AccessTokenSigner
    private let sessions = SessionStore()
    private let apiTokens: APITokenAuthenticator

    package init(database: Database, signer: AccessTokenSigner) {
        self.database = database
        self.signer = signer
        apiTokens = APITokenAuthenticator(database: database)
    }

    package func authenticate(_ credentials: RequestCredentials) async throws -> Authentication {
        let session: Session?
        var csrfToken: String?
        if let cookie = credentials.sessionCookie, !cookie.isEmpty {
            guard cookie.utf8.count <= 128 else { return .rejected(reason: "invalid_session_token") }
            let token = SessionToken(text: cookie)
            session = try await sessions.session(token: token, from: database)
            csrfToken = token.csrfToken
        } else if let authorization = credentials.authorization, authorization.hasPrefix("Bearer ") {
            if authorization.dropFirst(7).hasPrefix(APITokenSecret.mark) {
                return try await apiTokens.authenticate(String(authorization.dropFirst(7)), credentials)
            }
            guard let id = await signer.sessionID(of: String(authorization.dropFirst(7))) else {
                return .rejected(reason: "invalid_jwt")
            }
            session = try await sessions.session(id: id, from: database)
        } else {
            return .anonymous
        }
        guard let session, !session.user.isDisabled else { return .rejected(reason: "invalid_session_token") }
        guard !session.isRevoked else { return .rejected(reason: "session_revoked") }
        let now = Timestamp.now()
        guard now < session.expiresAt else { return .rejected(reason: "session_expired") }
        // Once a minute is enough to keep an idle limit of 15, and spares a write per request.
        if !credentials.isBackground, session.lastSeenAt.adding(seconds: 60) < now {
            try await sessions.touch(session, in: database)
        }
        let caller = session.user.caller(
            session: session.id, step: session.outstandingStep, address: credentials.address,
            userAgent: credentials.userAgent)
        return .caller(caller, usesCookie: csrfToken != nil, csrfToken: csrfToken)
    }

    /// The caller as it is by now, for work that outlasts its request.
    ///
    /// - Returns: nil when the session was revoked or has expired, or its user is disabled or gone. A caller without a
    ///   session is returned as it is.
    package func current(_ caller: Caller) async throws -> Caller? {
        if caller.kind == .apiKey { return try await apiTokens.current(caller) }
        guard let id = caller.sessionID.flatMap(UUID.init(uuidString:)) else { return caller }
        guard let session = try await sessions.session(id: id, from: database), !session.isRevoked,
            !session.user.isDisabled, Timestamp.now() < session.expiresAt
        else { return nil }
        return Caller(
            kind: caller.kind, id: caller.id, label: caller.label, role: session.user.role, sessionID: caller.sessionID,
            outstandingStep: session.outstandingStep, address: caller.address, userAgent: caller.userAgent)
    }
}

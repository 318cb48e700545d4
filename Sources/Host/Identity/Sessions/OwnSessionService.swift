import Audit
import Contract
import Core
import Database
import Foundation
import JSON

/// Ends sessions on behalf of the user whose they are.
struct OwnSessionService: Sendable {
    private let database: Database
    private let audit: AuditTrail
    private let sessions = SessionStore()
    private let own = OwnSessionStore()
    private let revocation = AccessRevocation()

    init(database: Database, audit: AuditTrail) {
        self.database = database
        self.audit = audit
    }

    func sessions(of caller: Caller) async throws -> [AuthSession] {
        let acting = try caller.inSession()
        return try await own.sessions(of: acting.userID, current: acting.sessionID, from: database)
    }

    /// - Throws: `sessions.not_found`, for somebody else's session as well.
    func end(_ id: UUID, by caller: Caller) async throws {
        let acting = try caller.inSession()
        try await database.transaction { transaction in
            guard try await own.hasLive(id, of: acting.userID, in: transaction) else {
                throw APIError(.sessionsNotFound, "There is no such session")
            }
            try await sessions.revoke(id, in: transaction)
            try await audit.record(
                AuditEntry(.authSessionRevoked, by: caller, on: .init("session", id.text), detail: ["sessions": 1]),
                in: transaction)
        }
    }

    /// Ends every session but the caller's.
    func endOthers(by caller: Caller) async throws {
        let acting = try caller.inSession()
        try await database.transaction { transaction in
            let ended = try await revocation.endSessions(
                of: acting.userID, except: acting.sessionID, in: transaction)
            try await audit.record(
                AuditEntry(
                    .authSessionRevoked, by: caller, on: .init("user", acting.userID.text),
                    detail: ["sessions": .integer(ended)]),
                in: transaction)
        }
    }

    /// Ends the caller's session and those that the cookies belong to, expired ones too, so that no refresh token
    /// outlives a sign-out. Nothing happens when there is none.
    func signOut(_ caller: Caller, sessionToken: SessionToken?, refreshToken: SessionToken?) async throws {
        try await database.transaction { transaction in
            var ids = Set(
                try await sessions.sessionIDs(
                    sessionToken: sessionToken, refreshToken: refreshToken, from: transaction))
            if let id = caller.sessionID.flatMap(UUID.init(uuidString:)) { ids.insert(id) }
            for id in ids.sorted(by: { $0.text < $1.text }) {
                guard let session = try await sessions.session(id: id, from: transaction), !session.isRevoked else {
                    continue
                }
                try await sessions.revoke(id, in: transaction)
                let acting = session.user.caller(session: id, address: caller.address, userAgent: caller.userAgent)
                try await audit.record(
                    AuditEntry(.authLogout, by: acting, on: .init("session", id.text)), in: transaction)
            }
        }
    }
}

import Audit
import Contract
import Core
import Database
import Foundation
import JSON

/// Sets up, proves and removes the caller's second factor.
struct SecondFactorService: Sendable {
    private let database: Database
    private let box: SecretBox
    private let audit: AuditTrail
    private let check: SecondFactorCheck
    private let throttle: SignInThrottle
    private let store = SecondFactorStore()
    private let sessions = SessionStore()

    init(database: Database, box: SecretBox, audit: AuditTrail) {
        self.database = database
        self.box = box
        self.audit = audit
        check = SecondFactorCheck(box: box, audit: audit)
        throttle = SignInThrottle(database: database)
    }

    func status(of caller: Caller) async throws -> AuthMFAStatus {
        let acting = try caller.inSession()
        let factor = try await store.factor(of: acting.userID, from: database)
        let left = try await store.recoveryCodesLeft(of: acting.userID, from: database)
        let policy = try await SignInPolicyStore().policy(from: database)
        return AuthMFAStatus(
            enrolled: factor?.confirmedAt != nil, enrollmentPending: factor?.encryptedPendingSecret != nil,
            enrolledAt: factor?.confirmedAt, lastVerifiedAt: factor?.lastVerifiedAt, recoveryCodesLeft: left,
            requiredByPolicy: policy.requiresSecondFactor)
    }

    /// Makes a secret that counts once a code of it was verified. One in force stays so until then.
    ///
    /// - Returns: the `otpauth://` URI for the app.
    /// - Throws: `auth.reauthentication_required`.
    func enroll(by caller: Caller) async throws -> String {
        let acting = try caller.inSession()
        let secret = TOTP.makeSecret()
        let sealed = try box.seal(
            secret, place: IdentitySealedColumns.pendingSecondFactor.place(acting.userID.text))
        return try await database.transaction { transaction in
            let session = try await recentSession(acting.sessionID, in: transaction)
            try await store.setPending(sealed, of: acting.userID, in: transaction)
            try await audit.record(
                AuditEntry(
                    .authMFAEnrollmentStarted, by: caller, on: .init("user", acting.userID.text),
                    detail: ["method": "totp"]),
                in: transaction)
            return TOTP.provisioningURI(secret: secret, username: session.user.username)
        }
    }

    /// Confirms the pending factor by a code of it, or proves the one in force.
    ///
    /// - Throws: `auth.mfa_invalid`, `auth.mfa_not_enrolled`, `rate.limited`.
    func verify(_ code: String, by caller: Caller) async throws {
        let acting = try caller.inSession()
        let subject = ThrottleSubject.ownAccount(acting.userID)
        if let seconds = try await throttle.admit([subject]) {
            throw APIError.rateLimited(retryAfterSeconds: seconds)
        }
        let refusal: APIError? = try await database.transaction { transaction in
            try await verify(code, by: caller, session: acting.sessionID, in: transaction)
        }
        if let refusal {
            try await throttle.fail([subject])
            throw refusal
        }
        try await throttle.clear(subject)
    }

    private func verify(
        _ code: String, by caller: Caller, session id: UUID, in transaction: Transaction
    ) async throws -> APIError? {
        guard let session = try await sessions.session(id: id, from: transaction) else {
            throw APIError.authenticationRequired()
        }
        let user = session.user
        guard let factor = try await store.factor(of: user.id, isLocked: true, from: transaction),
            factor.encryptedSecret != nil || factor.encryptedPendingSecret != nil
        else { throw APIError(.authMFANotEnrolled, "There is no second factor to verify, enroll one first") }
        // A session that has yet to show the factor in force cannot put another one in its place.
        if session.outstandingStep != .secondFactor, let sealed = factor.encryptedPendingSecret {
            let secret = try box.open(sealed, place: IdentitySealedColumns.pendingSecondFactor.place(user.id.text))
            if let step = TOTP.step(of: code, secret: secret, at: .now(), after: 0) {
                let confirmed = try box.seal(secret, place: IdentitySealedColumns.secondFactor.place(user.id.text))
                try await store.confirm(confirmed, step: step, of: user.id, in: transaction)
                try await audit.record(
                    AuditEntry(
                        .authMFAEnrolled, by: caller, on: .init("user", user.id.text), detail: ["method": "totp"]),
                    in: transaction)
                try await advance(id, in: transaction)
                return nil
            }
        }
        if let refusal = try await check.refusal(of: code, for: user, caller: caller, in: transaction) {
            return refusal
        }
        try await advance(id, in: transaction)
        return nil
    }

    /// - Throws: `auth.reauthentication_required`, `auth.mfa_not_enrolled`.
    func disable(by caller: Caller) async throws {
        let acting = try caller.inSession()
        try await database.transaction { transaction in
            _ = try await recentSession(acting.sessionID, in: transaction)
            try await requireFactor(of: acting.userID, in: transaction)
            try await store.remove(acting.userID, in: transaction)
            try await audit.record(
                AuditEntry(.authMFADisabled, by: caller, on: .init("user", acting.userID.text)), in: transaction)
            try await advance(acting.sessionID, in: transaction)
        }
    }

    /// Ten new codes; older ones are void.
    ///
    /// - Throws: `auth.reauthentication_required`, `auth.mfa_not_enrolled`.
    func makeRecoveryCodes(by caller: Caller) async throws -> [RecoveryCode] {
        let acting = try caller.inSession()
        var codes: Set<RecoveryCode> = []
        while codes.count < RecoveryCode.count { codes.insert(.make()) }
        let made = Array(codes)
        try await database.transaction { transaction in
            _ = try await recentSession(acting.sessionID, in: transaction)
            try await requireFactor(of: acting.userID, in: transaction)
            try await store.replaceRecoveryCodes(
                made.map { $0.hash(for: acting.userID) }, of: acting.userID, in: transaction)
            try await audit.record(
                AuditEntry(
                    .authMFARecoveryCodesCreated, by: caller, on: .init("user", acting.userID.text),
                    detail: ["count": .integer(made.count)]),
                in: transaction)
        }
        return made
    }

    private func requireFactor(of userID: UUID, in transaction: Transaction) async throws {
        guard try await store.factor(of: userID, isLocked: true, from: transaction)?.confirmedAt != nil else {
            throw APIError(.authMFANotEnrolled, "There is no second factor")
        }
    }

    /// The caller's session, if its user proved who they are within the last ten minutes.
    private func recentSession(_ id: UUID, in transaction: Transaction) async throws -> Session {
        guard let session = try await sessions.session(id: id, from: transaction) else {
            throw APIError.authenticationRequired()
        }
        guard session.authenticatedAt.adding(seconds: SessionStore.recentAuthenticationSeconds) > .now() else {
            throw APIError(
                .authReauthenticationRequired, "Confirm who you are with POST /api/v1/auth/reauthenticate first")
        }
        return session
    }

    /// The session goes on with the step that is left now.
    private func advance(_ id: UUID, in transaction: Transaction) async throws {
        guard let session = try await sessions.session(id: id, from: transaction) else { return }
        let step = SignInRules.step(
            for: session.user, secondFactorShown: true, requiresSecondFactor: session.requiresSecondFactor)
        try await sessions.setStep(step, of: id, in: transaction)
    }
}

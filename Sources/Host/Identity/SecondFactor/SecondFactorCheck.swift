import Audit
import Contract
import Core
import Database
import Foundation
import JSON

/// Verifies codes of a second factor that is in force, each once.
struct SecondFactorCheck: Sendable {
    private let box: SecretBox
    private let audit: AuditTrail
    private let store = SecondFactorStore()

    init(box: SecretBox, audit: AuditTrail) {
        self.box = box
        self.audit = audit
    }

    /// Spends a code of the app or a recovery code, and records either outcome.
    ///
    /// - Returns: nil if the code is right; `auth.mfa_required` without one, `auth.mfa_invalid` for a wrong or spent one.
    ///   It is returned and not thrown because what was recorded must be kept.
    func refusal(
        of code: String?, for user: User, caller: Caller, in transaction: Transaction
    ) async throws -> APIError? {
        guard let code, !code.isEmpty else {
            return APIError(
                .authMFARequired, "A code of the second factor is needed", detail: ["methods": .strings(["totp"])])
        }
        guard let factor = try await store.factor(of: user.id, isLocked: true, from: transaction),
            let method = try await spend(code, of: factor, user: user, in: transaction)
        else {
            try await audit.record(
                AuditEntry(
                    .authMFAFailed, .failure, by: caller, on: .init("user", user.id.text),
                    detail: ["reason": "otp_invalid_or_replayed"]),
                in: transaction)
            return APIError(.authMFAInvalid, "The code is wrong or was used before")
        }
        var detail: JSONObject = ["method": .string(method)]
        if method == "recovery_code" {
            detail["codes_left"] = .integer(try await store.recoveryCodesLeft(of: user.id, from: transaction))
        }
        try await audit.record(
            AuditEntry(.authMFAValidated, by: caller, on: .init("user", user.id.text), detail: detail), in: transaction)
        return nil
    }

    /// - Returns: how the code proves the factor; nil if it does not.
    private func spend(
        _ code: String, of factor: SecondFactorRow, user: User, in transaction: Transaction
    ) async throws -> String? {
        if let sealed = factor.encryptedSecret, code.utf8.count == TOTP.digits {
            let secret = try box.open(sealed, place: IdentitySealedColumns.secondFactor.place(user.id.text))
            guard let step = TOTP.step(of: code, secret: secret, at: .now(), after: factor.lastStep) else { return nil }
            try await store.spend(step: step, of: user.id, in: transaction)
            return "totp"
        }
        guard factor.encryptedSecret != nil, let recovery = RecoveryCode(typed: code),
            try await store.spendRecoveryCode(recovery.hash(for: user.id), of: user.id, in: transaction)
        else { return nil }
        try await store.spend(step: nil, of: user.id, in: transaction)
        return "recovery_code"
    }

}

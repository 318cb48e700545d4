// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// The password, and the one-time code where the account has a second factor.
package struct AuthReauthenticateRequest: Codable, Equatable, Sendable {
    /// Left out for accounts without a password, whose code is proof enough.
    package var password: String?
    /// Six digits or a recovery code.
    package var otp: String?

    package init(password: String? = nil, otp: String? = nil) {
        self.password = password
        self.otp = otp
    }

    private enum CodingKeys: String, CodingKey {
        case password
        case otp
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: password, of: "password", bounds: 0...256) { return violation }
        if let violation = LimitViolation(length: otp, of: "otp", bounds: 0...64) { return violation }
        return nil
    }
}

extension AuthReauthenticateRequest: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

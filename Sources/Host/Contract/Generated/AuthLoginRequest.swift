// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// User name and password, and the one-time code where the account needs it.
package struct AuthLoginRequest: Codable, Equatable, Sendable {
    package var username: String
    package var password: String
    /// Six digits of the second factor or a recovery code XXXXX-XXXXX. Ignored for accounts without.
    package var otp: String?

    package init(username: String, password: String, otp: String? = nil) {
        self.username = username
        self.password = password
        self.otp = otp
    }

    private enum CodingKeys: String, CodingKey {
        case username
        case password
        case otp
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: username, of: "username", bounds: 1...256) { return violation }
        if let violation = LimitViolation(length: password, of: "password", bounds: 1...256) { return violation }
        return nil
    }
}

extension AuthLoginRequest: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

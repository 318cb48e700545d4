// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A password for somebody else's account.
package struct UserPasswordResetRequest: Codable, Equatable, Sendable {
    package var newPassword: String

    package init(newPassword: String) {
        self.newPassword = newPassword
    }

    private enum CodingKeys: String, CodingKey {
        case newPassword = "new_password"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: newPassword, of: "new_password", bounds: 1...256) { return violation }
        return nil
    }
}

extension UserPasswordResetRequest: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

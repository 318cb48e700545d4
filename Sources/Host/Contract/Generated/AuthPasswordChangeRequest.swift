// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// The password as it is and as it shall be.
package struct AuthPasswordChangeRequest: Codable, Equatable, Sendable {
    package var currentPassword: String
    package var newPassword: String

    package init(currentPassword: String, newPassword: String) {
        self.currentPassword = currentPassword
        self.newPassword = newPassword
    }

    private enum CodingKeys: String, CodingKey {
        case currentPassword = "current_password"
        case newPassword = "new_password"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: currentPassword, of: "current_password", bounds: 1...256) {
            return violation
        }
        if let violation = LimitViolation(length: newPassword, of: "new_password", bounds: 1...1024) {
            return violation
        }
        return nil
    }
}

extension AuthPasswordChangeRequest: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

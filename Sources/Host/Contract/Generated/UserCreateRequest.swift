// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// A new account.
package struct UserCreateRequest: Codable, Equatable, Sendable {
    package var username: String
    package var email: String
    package var password: String

    package init(username: String, email: String, password: String) {
        self.username = username
        self.email = email
        self.password = password
    }

    private enum CodingKeys: String, CodingKey {
        case username
        case email
        case password
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: username, of: "username", bounds: 1...256) { return violation }
        if let violation = LimitViolation(length: email, of: "email", bounds: 3...256) { return violation }
        if let violation = LimitViolation(length: password, of: "password", bounds: 1...256) { return violation }
        return nil
    }
}

extension UserCreateRequest: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

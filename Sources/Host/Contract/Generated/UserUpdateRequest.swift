// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// What to change about an account.
package struct UserUpdateRequest: Codable, Equatable, Sendable {
    package var username: String?
    package var email: String?

    package init(username: String? = nil, email: String? = nil) {
        self.username = username
        self.email = email
    }

    private enum CodingKeys: String, CodingKey {
        case username
        case email
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: username, of: "username", bounds: 1...256) { return violation }
        if let violation = LimitViolation(length: email, of: "email", bounds: 3...256) { return violation }
        return nil
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// What to change about a credential.
package struct CredentialUpdateRequest: Codable, Equatable, Sendable {
    package var name: String?
    package var description: String?
    package var username: String?
    package var authMethod: String?
    package var password: String?
    package var privateKey: String?
    package var privateKeyPassphrase: String?
    package var isDefault: Bool?

    package init(
        name: String? = nil,
        description: String? = nil,
        username: String? = nil,
        authMethod: String? = nil,
        password: String? = nil,
        privateKey: String? = nil,
        privateKeyPassphrase: String? = nil,
        isDefault: Bool? = nil
    ) {
        self.name = name
        self.description = description
        self.username = username
        self.authMethod = authMethod
        self.password = password
        self.privateKey = privateKey
        self.privateKeyPassphrase = privateKeyPassphrase
        self.isDefault = isDefault
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case description
        case username
        case authMethod = "auth_method"
        case password
        case privateKey = "private_key"
        case privateKeyPassphrase = "private_key_passphrase"
        case isDefault = "is_default"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: name, of: "name", bounds: 1...256) { return violation }
        if let violation = LimitViolation(length: description, of: "description", bounds: 0...1024) { return violation }
        if let violation = LimitViolation(length: username, of: "username", bounds: 1...256) { return violation }
        if let violation = LimitViolation(length: password, of: "password", bounds: 0...1024) { return violation }
        if let violation = LimitViolation(length: privateKey, of: "private_key", bounds: 0...65536) { return violation }
        if let violation = LimitViolation(
            length: privateKeyPassphrase, of: "private_key_passphrase", bounds: 0...1024)
        {
            return violation
        }
        return nil
    }
}

extension CredentialUpdateRequest: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

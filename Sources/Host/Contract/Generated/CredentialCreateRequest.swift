// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

internal import Core
package import Foundation

/// A credential to store.
package struct CredentialCreateRequest: Codable, Equatable, Sendable {
    package var scope: String
    package var scopeID: UUID?
    package var name: String
    package var description: String?
    package var username: String
    package var authMethod: String
    package var password: String?
    /// PEM or OpenSSH form. Ed25519, ECDSA from 256 bits, RSA from 2048 bits.
    package var privateKey: String?
    package var privateKeyPassphrase: String?
    package var isDefault: Bool?

    package init(
        scope: String,
        scopeID: UUID? = nil,
        name: String,
        description: String? = nil,
        username: String,
        authMethod: String,
        password: String? = nil,
        privateKey: String? = nil,
        privateKeyPassphrase: String? = nil,
        isDefault: Bool? = nil
    ) {
        self.scope = scope
        self.scopeID = scopeID
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
        case scope
        case scopeID = "scope_id"
        case name
        case description
        case username
        case authMethod = "auth_method"
        case password
        case privateKey = "private_key"
        case privateKeyPassphrase = "private_key_passphrase"
        case isDefault = "is_default"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(scope, forKey: .scope)
        try container.encodeIfPresent(scopeID?.text, forKey: .scopeID)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(description, forKey: .description)
        try container.encode(username, forKey: .username)
        try container.encode(authMethod, forKey: .authMethod)
        try container.encodeIfPresent(password, forKey: .password)
        try container.encodeIfPresent(privateKey, forKey: .privateKey)
        try container.encodeIfPresent(privateKeyPassphrase, forKey: .privateKeyPassphrase)
        try container.encodeIfPresent(isDefault, forKey: .isDefault)
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

extension CredentialCreateRequest: CustomReflectable {
    /// Has no children, so that printing or logging a value never shows its secrets.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

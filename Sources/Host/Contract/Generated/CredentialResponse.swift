// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// A credential without its secrets.
package struct CredentialResponse: Codable, Equatable, Sendable {
    package var id: UUID
    package var scope: CredentialScope
    package var scopeID: UUID?
    package var name: String
    package var description: String?
    package var username: String
    package var authMethod: CredentialAuthMethod
    package var sshKeyFingerprint: String?
    package var sshKeyType: String?
    package var sshKeyBits: Int?
    package var sshKeyComment: String?
    package var isDefault: Bool
    package var isActive: Bool
    package var createdBy: UUID?
    package var createdAt: Timestamp?
    package var updatedAt: Timestamp?

    package init(
        id: UUID,
        scope: CredentialScope,
        scopeID: UUID? = nil,
        name: String,
        description: String? = nil,
        username: String,
        authMethod: CredentialAuthMethod,
        sshKeyFingerprint: String? = nil,
        sshKeyType: String? = nil,
        sshKeyBits: Int? = nil,
        sshKeyComment: String? = nil,
        isDefault: Bool,
        isActive: Bool,
        createdBy: UUID? = nil,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.scope = scope
        self.scopeID = scopeID
        self.name = name
        self.description = description
        self.username = username
        self.authMethod = authMethod
        self.sshKeyFingerprint = sshKeyFingerprint
        self.sshKeyType = sshKeyType
        self.sshKeyBits = sshKeyBits
        self.sshKeyComment = sshKeyComment
        self.isDefault = isDefault
        self.isActive = isActive
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case scope
        case scopeID = "scope_id"
        case name
        case description
        case username
        case authMethod = "auth_method"
        case sshKeyFingerprint = "ssh_key_fingerprint"
        case sshKeyType = "ssh_key_type"
        case sshKeyBits = "ssh_key_bits"
        case sshKeyComment = "ssh_key_comment"
        case isDefault = "is_default"
        case isActive = "is_active"
        case createdBy = "created_by"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(scope, forKey: .scope)
        try container.encodeIfPresent(scopeID?.text, forKey: .scopeID)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(description, forKey: .description)
        try container.encode(username, forKey: .username)
        try container.encode(authMethod, forKey: .authMethod)
        try container.encodeIfPresent(sshKeyFingerprint, forKey: .sshKeyFingerprint)
        try container.encodeIfPresent(sshKeyType, forKey: .sshKeyType)
        try container.encodeIfPresent(sshKeyBits, forKey: .sshKeyBits)
        try container.encodeIfPresent(sshKeyComment, forKey: .sshKeyComment)
        try container.encode(isDefault, forKey: .isDefault)
        try container.encode(isActive, forKey: .isActive)
        try container.encodeIfPresent(createdBy?.text, forKey: .createdBy)
        try container.encodeIfPresent(createdAt, forKey: .createdAt)
        try container.encodeIfPresent(updatedAt, forKey: .updatedAt)
    }
}

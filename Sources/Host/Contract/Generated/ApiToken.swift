// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// An API token without the token itself.
package struct ApiToken: Codable, Equatable, Sendable {
    package var id: UUID
    package var name: String
    /// The first characters, to tell tokens apart.
    package var prefix: String
    package var roleID: String
    /// The account that answers for it.
    package var ownerID: UUID?
    package var createdAt: Timestamp
    package var expiresAt: Timestamp?
    /// To the minute.
    package var lastUsedAt: Timestamp?
    package var revokedAt: Timestamp?

    package init(
        id: UUID,
        name: String,
        prefix: String,
        roleID: String,
        ownerID: UUID? = nil,
        createdAt: Timestamp,
        expiresAt: Timestamp? = nil,
        lastUsedAt: Timestamp? = nil,
        revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.prefix = prefix
        self.roleID = roleID
        self.ownerID = ownerID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case name
        case prefix
        case roleID = "role_id"
        case ownerID = "owner_id"
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case lastUsedAt = "last_used_at"
        case revokedAt = "revoked_at"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(prefix, forKey: .prefix)
        try container.encode(roleID, forKey: .roleID)
        try container.encodeIfPresent(ownerID?.text, forKey: .ownerID)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encodeIfPresent(expiresAt, forKey: .expiresAt)
        try container.encodeIfPresent(lastUsedAt, forKey: .lastUsedAt)
        try container.encodeIfPresent(revokedAt, forKey: .revokedAt)
    }
}

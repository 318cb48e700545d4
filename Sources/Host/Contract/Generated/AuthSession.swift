// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// A sign-in that has not ended.
package struct AuthSession: Codable, Equatable, Sendable {
    package var id: UUID
    package var authMethod: String
    package var createdAt: Timestamp
    package var lastSeenAt: Timestamp
    /// Idle limit. Refreshing revives a session past it.
    package var expiresAt: Timestamp
    /// Nothing moves this one.
    package var absoluteExpiresAt: Timestamp
    package var remoteAddress: String?
    package var userAgent: String?
    /// The session of this very request.
    package var isCurrent: Bool

    package init(
        id: UUID,
        authMethod: String,
        createdAt: Timestamp,
        lastSeenAt: Timestamp,
        expiresAt: Timestamp,
        absoluteExpiresAt: Timestamp,
        remoteAddress: String? = nil,
        userAgent: String? = nil,
        isCurrent: Bool
    ) {
        self.id = id
        self.authMethod = authMethod
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.expiresAt = expiresAt
        self.absoluteExpiresAt = absoluteExpiresAt
        self.remoteAddress = remoteAddress
        self.userAgent = userAgent
        self.isCurrent = isCurrent
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case authMethod = "auth_method"
        case createdAt = "created_at"
        case lastSeenAt = "last_seen_at"
        case expiresAt = "expires_at"
        case absoluteExpiresAt = "absolute_expires_at"
        case remoteAddress = "remote_address"
        case userAgent = "user_agent"
        case isCurrent = "is_current"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(authMethod, forKey: .authMethod)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encode(lastSeenAt, forKey: .lastSeenAt)
        try container.encode(expiresAt, forKey: .expiresAt)
        try container.encode(absoluteExpiresAt, forKey: .absoluteExpiresAt)
        try container.encodeIfPresent(remoteAddress, forKey: .remoteAddress)
        try container.encodeIfPresent(userAgent, forKey: .userAgent)
        try container.encode(isCurrent, forKey: .isCurrent)
    }
}

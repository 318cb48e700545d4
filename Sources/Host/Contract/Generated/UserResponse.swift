// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// An account.
package struct UserResponse: Codable, Equatable, Sendable {
    package var id: UUID
    package var username: String
    package var email: String
    package var roles: [String]?
    /// Nothing but the change is allowed after the next sign-in.
    package var mustChangePassword: Bool?
    package var lastPasswordChangeAt: Timestamp?
    package var createdAt: Timestamp?
    package var updatedAt: Timestamp?
    package var disabledAt: Timestamp?

    package init(
        id: UUID,
        username: String,
        email: String,
        roles: [String]? = nil,
        mustChangePassword: Bool? = nil,
        lastPasswordChangeAt: Timestamp? = nil,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil,
        disabledAt: Timestamp? = nil
    ) {
        self.id = id
        self.username = username
        self.email = email
        self.roles = roles
        self.mustChangePassword = mustChangePassword
        self.lastPasswordChangeAt = lastPasswordChangeAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.disabledAt = disabledAt
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case username
        case email
        case roles
        case mustChangePassword = "must_change_password"
        case lastPasswordChangeAt = "last_password_change_at"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case disabledAt = "disabled_at"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(username, forKey: .username)
        try container.encode(email, forKey: .email)
        try container.encodeIfPresent(roles, forKey: .roles)
        try container.encodeIfPresent(mustChangePassword, forKey: .mustChangePassword)
        try container.encodeIfPresent(lastPasswordChangeAt, forKey: .lastPasswordChangeAt)
        try container.encodeIfPresent(createdAt, forKey: .createdAt)
        try container.encodeIfPresent(updatedAt, forKey: .updatedAt)
        try container.encodeIfPresent(disabledAt, forKey: .disabledAt)
    }
}

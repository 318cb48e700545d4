// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

internal import Core
package import Foundation

/// A user.
package struct AuthMeResponse: Codable, Equatable, Sendable {
    package var id: UUID
    package var username: String
    package var email: String
    package var role: String

    package init(id: UUID, username: String, email: String, role: String) {
        self.id = id
        self.username = username
        self.email = email
        self.role = role
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case username
        case email
        case role
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(username, forKey: .username)
        try container.encode(email, forKey: .email)
        try container.encode(role, forKey: .role)
    }
}

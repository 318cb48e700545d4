// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Accounts.
package struct UsersListResponse: Codable, Equatable, Sendable {
    package var users: [UserResponse]
    package var nextCursor: String?

    package init(users: [UserResponse], nextCursor: String? = nil) {
        self.users = users
        self.nextCursor = nextCursor
    }

    private enum CodingKeys: String, CodingKey {
        case users
        case nextCursor = "next_cursor"
    }
}

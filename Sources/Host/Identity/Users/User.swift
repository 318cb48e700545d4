import Contract
import Database
package import Foundation

/// An account.
package struct User: Sendable {
    package let id: UUID
    package let username: String
    package let email: String
    let passwordHash: String
    let isDisabled: Bool
    /// The highest of the user's roles; nil when there is none that this version knows.
    let role: Role?

    init(row: Row) throws {
        id = try row.uuid("id")
        username = try row.string("username")
        email = try row.string("email")
        passwordHash = try row.string("password_hash")
        isDisabled = try row.bool("is_disabled")
        role = try row.stringArray("roles").compactMap(Role.init(rawValue:)).max { $0.rank < $1.rank }
    }

    /// The account as the API shows it.
    var response: AuthMeResponse {
        AuthMeResponse(id: id, username: username, email: email, role: role?.rawValue ?? "")
    }
}

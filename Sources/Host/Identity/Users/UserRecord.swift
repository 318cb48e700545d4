import Contract
import Core
import Database
import Foundation

/// An account as administrators see it.
struct UserRecord: Sendable {
    let user: User
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let lastPasswordChangeAt: Timestamp
    let disabledAt: Timestamp?

    /// The columns that ``init(row:)`` reads, for a statement over `users`.
    static let columns = """
        \(User.columns), users.created_at, users.updated_at, users.last_password_change_at, users.disabled_at
        """

    init(row: Row) throws {
        user = try User(row: row)
        createdAt = try row.timestamp("created_at")
        updatedAt = try row.timestamp("updated_at")
        lastPasswordChangeAt = try row.timestamp("last_password_change_at")
        disabledAt = try row.optionalTimestamp("disabled_at")
    }

    var isEnabledAdministrator: Bool { disabledAt == nil && user.roleIDs.contains(Role.admin.rawValue) }

    var response: UserResponse {
        UserResponse(
            id: user.id, username: user.username, email: user.email, roles: user.roleIDs,
            mustChangePassword: user.mustChangePassword, lastPasswordChangeAt: lastPasswordChangeAt,
            createdAt: createdAt, updatedAt: updatedAt, disabledAt: disabledAt)
    }
}

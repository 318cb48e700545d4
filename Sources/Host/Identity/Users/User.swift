import Contract
import Core
import Database
package import Foundation

/// An account.
package struct User: Sendable {
    package let id: UUID
    package let username: String
    package let email: String
    /// nil for an account that signs in through its identity provider only.
    let passwordHash: String?
    let mustChangePassword: Bool
    let isDisabled: Bool
    /// Whether a second factor is in force.
    let hasSecondFactor: Bool
    let profile: UserProfile
    /// Ids of every role, sorted.
    let roleIDs: [String]
    /// What the roles come to; nil without any.
    let role: ActingRole?

    /// The columns that ``init(row:)`` reads, for a statement over `users`.
    static let columns = """
        users.id, username, email, password_hash, must_change_password, disabled_at IS NOT NULL AS is_disabled,
        full_name, display_name, job_title, timezone, phone,
        EXISTS(SELECT 1 FROM auth_mfa WHERE user_id = users.id AND confirmed_at IS NOT NULL) AS has_second_factor,
        ARRAY(SELECT role_id FROM user_roles WHERE user_id = users.id ORDER BY role_id) AS roles,
        ARRAY(SELECT unnest(permissions) FROM user_roles JOIN roles ON roles.id = role_id
            WHERE user_id = users.id AND NOT is_built_in) AS custom_permissions
        """

    init(row: Row) throws {
        id = try row.uuid("id")
        username = try row.string("username")
        email = try row.string("email")
        passwordHash = try row.optionalString("password_hash")
        mustChangePassword = try row.bool("must_change_password")
        isDisabled = try row.bool("is_disabled")
        hasSecondFactor = try row.bool("has_second_factor")
        profile = try UserProfile(row: row)
        roleIDs = try row.stringArray("roles")
        role = ActingRole(
            roleIDs: roleIDs, customPermissions: PermissionSet(ids: try row.stringArray("custom_permissions")))
    }

    /// The account as the API shows it to itself.
    var response: AuthMeResponse {
        response(step: nil)
    }

    /// - Parameter step: what its session has left to do.
    func response(step: SignInStep?) -> AuthMeResponse {
        AuthMeResponse(
            id: id, username: username, email: email, role: role?.id ?? "", fullName: profile.fullName,
            displayName: profile.displayName, jobTitle: profile.jobTitle, timezone: profile.timezone,
            phone: profile.phone, outstandingStep: step)
    }

    /// Whether the rules for administrators' passwords apply.
    var isAdministrator: Bool { role?.id == Role.admin.rawValue }

    /// The account acting in a session, for audit rows.
    func caller(session: UUID?, step: SignInStep? = nil, address: String?, userAgent: String?) -> Caller {
        Caller(
            kind: .user, id: id.text, label: username, role: role, sessionID: session?.text, outstandingStep: step,
            address: address, userAgent: userAgent)
    }
}

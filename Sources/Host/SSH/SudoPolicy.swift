/// How a command came by its rights.
package enum PrivilegeMode: String, Sendable {
    /// As the login user.
    case none
    /// The login user is root.
    case root
    /// Through sudo (or doas) without a password.
    case nopasswd
    /// Through sudo with the credential's password.
    case password
}

/// Whether and how to become root on a host. The password is the one in the target's credential.
package struct SudoPolicy: Sendable {
    package enum Need: Sendable {
        case never
        /// Run as root where possible, else as the login user.
        case ifNeeded
        /// Fail where root cannot be had.
        case required
    }

    package var need: Need
    package var allowPassword: Bool
    /// What worked last time; spares a password host one logged refusal per run.
    package var knownMode: PrivilegeMode?

    package init(need: Need, allowPassword: Bool = false, knownMode: PrivilegeMode? = nil) {
        self.need = need
        self.allowPassword = allowPassword
        self.knownMode = knownMode
    }

    package static let never = SudoPolicy(need: .never)
}

/// Recognises in a host's words that becoming root was refused, and why.
enum SudoRefusal: Sendable, Equatable {
    /// A password is needed and none was given.
    case passwordNeeded
    case passwordRejected
    /// Not allowed whatever the password.
    case denied

    private static let needed = [
        "a password is required", "a terminal is required", "no tty present", "no password was provided",
        "interactive authentication is required",
    ]
    private static let rejected = ["incorrect password", "incorrect authentication attempt", "sorry, try again"]
    private static let refused = [
        "is not allowed to run sudo", "is not in the sudoers file", "not allowed to execute", "you must have a tty",
        "may not run sudo", "account validation failure", "doas: operation not permitted", "authentication failed",
    ]

    /// The refusal that a text speaks of. A rejected password wins over what is printed along with it.
    init?(in text: [UInt8]) {
        let lower = String(decoding: text.prefix(16 << 10), as: UTF8.self).lowercased()
        if Self.rejected.contains(where: lower.contains) {
            self = .passwordRejected
        } else if Self.refused.contains(where: lower.contains) {
            self = .denied
        } else if Self.needed.contains(where: lower.contains) {
            self = .passwordNeeded
        } else {
            return nil
        }
    }

    /// For the result; never contains remote text.
    var reason: String {
        switch self {
        case .passwordNeeded: "sudo needs a password and none may be used"
        case .passwordRejected: "sudo rejected the password"
        case .denied: "sudo does not allow this user to become root"
        }
    }
}

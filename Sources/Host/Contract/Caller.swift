/// Who is acting: the identity that permissions are judged by and that every audit row names.
package struct Caller: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case anonymous
        case user
        /// The server itself: schedules, start-up, the command line on the server's machine.
        case system
    }

    package let kind: Kind
    /// The user's id; nil unless `kind` is user.
    package let id: String?
    /// A name for people: the user name, or the part of the server that acts.
    package let label: String
    package let role: Role?
    package let sessionID: String?
    /// The peer's address as the socket gives it, without the port.
    package let address: String?
    package let userAgent: String?

    package init(
        kind: Kind, id: String? = nil, label: String, role: Role? = nil, sessionID: String? = nil,
        address: String? = nil, userAgent: String? = nil
    ) {
        self.kind = kind
        self.id = id
        self.label = label
        self.role = role
        self.sessionID = sessionID
        self.address = address
        self.userAgent = userAgent
    }

    package static func anonymous(address: String?, userAgent: String?) -> Caller {
        Caller(kind: .anonymous, label: "anonymous", address: address, userAgent: userAgent)
    }

    /// The server acting by itself; `component` says which part.
    package static func system(_ component: String) -> Caller {
        Caller(kind: .system, label: component)
    }

    /// Whether the caller's role grants a permission. Nobody and unknown roles hold none; the server holds all.
    package func holds(_ permission: Permission) -> Bool {
        switch kind {
        case .anonymous: false
        case .system: true
        case .user: role?.permissions.contains(permission) ?? false
        }
    }
}

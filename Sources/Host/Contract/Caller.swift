package import Foundation

/// Who is acting: the identity that permissions are judged by and that every audit row names.
package struct Caller: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case anonymous
        case user
        /// A program with an API token; the token's id is the caller's.
        case apiKey = "api_key"
        /// The server itself: schedules, start-up, the command line on the server's machine.
        case system
    }

    package let kind: Kind
    /// The id of the user or of the API token; nil for everybody else.
    package let id: String?
    /// A name for people: the user name, or the part of the server that acts.
    package let label: String
    package let role: ActingRole?
    package let sessionID: String?
    /// What the session has to do before it may do anything else.
    package let outstandingStep: SignInStep?
    /// The peer's address as the socket gives it, without the port.
    package let address: String?
    package let userAgent: String?

    package init(
        kind: Kind, id: String? = nil, label: String, role: ActingRole? = nil, sessionID: String? = nil,
        outstandingStep: SignInStep? = nil, address: String? = nil, userAgent: String? = nil
    ) {
        self.kind = kind
        self.id = id
        self.label = label
        self.role = role
        self.sessionID = sessionID
        self.outstandingStep = outstandingStep
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
    package func holds(_ permission: Permission) -> Bool { permissions.contains(permission) }

    /// Everything the caller may do: nothing while its session has a step left.
    package var permissions: PermissionSet {
        switch kind {
        case .anonymous: PermissionSet()
        case .system: .all
        case .user, .apiKey: outstandingStep == nil ? role?.permissions ?? PermissionSet() : PermissionSet()
        }
    }

    /// The id of the user; nil for everybody else, a program with an API token included.
    package var userID: UUID? { kind == .user ? id.flatMap(UUID.init(uuidString:)) : nil }
}

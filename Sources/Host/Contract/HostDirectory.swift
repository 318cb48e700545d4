package import Foundation

/// Finds managed hosts by their id.
package protocol HostDirectory: Sendable {
    /// - Returns: nil for a host that does not exist or was deleted.
    func host(_ id: UUID) async throws -> ManagedHost?
}

/// A managed machine, as far as reaching it goes.
package struct ManagedHost: Sendable, Hashable {
    package let id: UUID
    package let hostname: String
    /// An IPv4 or IPv6 literal.
    package let address: String
    package let port: Int
    /// Wins over the credential's user name when it is not empty.
    package let username: String

    package init(id: UUID, hostname: String, address: String, port: Int, username: String) {
        self.id = id
        self.hostname = hostname
        self.address = address
        self.port = port
        self.username = username
    }
}

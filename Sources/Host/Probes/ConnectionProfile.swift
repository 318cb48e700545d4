package import Foundation
package import SSH

/// What earlier connections to hosts taught: the authentication method and the way to root that work.
///
/// Hints only: they order attempts and never forbid one.
package protocol ConnectionProfiles: Sendable {
    func profile(of hostID: UUID) async throws -> ConnectionProfile
    func learn(_ profile: ConnectionProfile, of hostID: UUID) async throws
}

package struct ConnectionProfile: Sendable, Hashable {
    package var authMethod: SSHAuthMethod?
    package var privilege: PrivilegeMode?

    package init(authMethod: SSHAuthMethod? = nil, privilege: PrivilegeMode? = nil) {
        self.authMethod = authMethod
        self.privilege = privilege
    }
}

import Foundation

/// Where to connect and as whom.
package struct SSHTarget: Sendable {
    package var hostID: UUID
    /// An IPv4 or IPv6 literal, or a name to resolve.
    package var address: String
    package var port: Int
    package var credential: SSHCredential
    /// Names the state of the credential. A session opened under another version is never reused.
    package var credentialVersion: String

    package init(
        hostID: UUID,
        address: String,
        port: Int = 22,
        credential: SSHCredential,
        credentialVersion: String
    ) {
        self.hostID = hostID
        self.address = address
        self.port = port
        self.credential = credential
        self.credentialVersion = credentialVersion
    }
}

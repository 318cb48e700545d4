package import Foundation

/// The secrets that a host is reached with, decrypted for one connection.
///
/// Lives only on the way from the credential store to the SSH engine; never logged, stored or sent.
package struct HostCredential: Sendable, CustomStringConvertible, CustomReflectable {
    /// Which credential this is; nil for one that is not stored.
    package let id: UUID?
    package let username: String
    package let password: [UInt8]?
    package let privateKey: [UInt8]?
    package let passphrase: [UInt8]?
    /// Changes with every change of the credential, so that pooled connections of the old one are not reused.
    package let version: String
    /// Whether there is a password and it may be given to sudo: `identity.allow_credential_sudo_password`.
    package let mayServeSudo: Bool

    package init(
        id: UUID? = nil, username: String, password: [UInt8]?, privateKey: [UInt8]?, passphrase: [UInt8]?,
        version: String, allowsSudoPassword: Bool = true
    ) {
        self.id = id
        self.username = username
        self.password = password
        self.privateKey = privateKey
        self.passphrase = passphrase
        self.version = version
        mayServeSudo = allowsSudoPassword && password != nil
    }

    package var description: String { "HostCredential(\(version))" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

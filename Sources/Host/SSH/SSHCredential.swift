/// A way to prove who we are to a server. The raw values are the names stored and shown.
package enum SSHAuthMethod: String, Sendable, CaseIterable {
    case publicKey = "key"
    case password
    case keyboardInteractive = "keyboard-interactive"
}

/// The secret with which a session logs in. Its text forms never contain the secret parts.
package struct SSHCredential: Sendable {
    package var username: String
    /// The private key file's content: OpenSSH format or PEM.
    package var privateKey: [UInt8]?
    /// Opens an encrypted private key.
    package var passphrase: [UInt8]?
    /// The login password; also what sudo is given where a policy allows it.
    package var password: [UInt8]?
    /// The method that worked last time. Only reorders: every other usable method is still tried.
    package var preferredMethod: SSHAuthMethod?

    package init(
        username: String,
        privateKey: [UInt8]? = nil,
        passphrase: [UInt8]? = nil,
        password: [UInt8]? = nil,
        preferredMethod: SSHAuthMethod? = nil
    ) {
        self.username = username
        self.privateKey = privateKey
        self.passphrase = passphrase
        self.password = password
        self.preferredMethod = preferredMethod
    }
}

extension SSHCredential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        "SSHCredential(\(username), key: \(privateKey != nil), password: \(password != nil))"
    }

    package var debugDescription: String { description }

    /// Keeps `dump` and string interpolation of enclosing values from walking into the secrets.
    package var customMirror: Mirror { Mirror(self, children: ["username": username]) }
}

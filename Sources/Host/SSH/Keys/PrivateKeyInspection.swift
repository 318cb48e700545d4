/// What a private key is, for checking a credential before it is stored.
package struct PrivateKeyInspection: Sendable, Hashable {
    /// The public key's type as SSH names it: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`.
    package let type: String
    package let bits: Int
    /// `SHA256:` and unpadded base64, as `ssh-keygen -l` prints it.
    package let fingerprint: String
    /// The comment kept in an OpenSSH key file, else empty.
    package let comment: String

    package init(type: String, bits: Int, fingerprint: String, comment: String) {
        self.type = type
        self.bits = bits
        self.fingerprint = fingerprint
        self.comment = comment
    }

    /// Parses a key as a login would. An encrypted key costs tens to hundreds of milliseconds of CPU.
    ///
    /// Throws `keyInvalid`, `keyIsPublic`, `keyIsPuTTY`, `keyIsCertificate`, `keyPassphraseMissing`,
    /// `keyPassphraseWrong`, `keyTooWeak` or `keyTypeUnsupported`.
    package static func inspect(_ pem: [UInt8], passphrase: [UInt8]?) throws(SSHError) -> PrivateKeyInspection {
        let key = try PrivateKeyFile.parse(pem, passphrase: passphrase)
        return PrivateKeyInspection(
            type: key.type, bits: key.bits, fingerprint: Fingerprint.text(of: key.publicBlob), comment: key.comment)
    }
}

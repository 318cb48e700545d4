import COpenSSL

/// Reads a private key file in any of the forms that people paste.
enum PrivateKeyFile {
    private static let maxLength = 64 << 10

    /// May take hundreds of milliseconds for an encrypted key: callers keep it off threads that must not wait.
    static func parse(_ file: [UInt8], passphrase: [UInt8]?) throws(SSHError) -> PrivateKey {
        guard file.count <= maxLength else { throw SSHError(.keyInvalid, "the private key is longer than 64 KiB") }
        let passphrase = passphrase.flatMap { $0.isEmpty ? nil : $0 }
        switch Kind(file) {
        case .openSSH(let armoured):
            return try OpenSSHPrivateKey.parse(armoured, passphrase: passphrase)
        case .pem:
            return try parsePEM(file, passphrase: passphrase)
        case .publicKey:
            throw SSHError(.keyIsPublic, "this is a public key", hint: "give the private key, the file without .pub")
        case .putty:
            throw SSHError(
                .keyIsPuTTY, "this is a PuTTY key",
                hint: "convert it with: puttygen key.ppk -O private-openssh -o key")
        case .certificate:
            throw SSHError(
                .keyIsCertificate, "this is a certificate, which is public",
                hint: "give the private key that it belongs to, the file without -cert.pub")
        case .other:
            throw SSHError(.keyInvalid, "this is not a private key in OpenSSH or PEM form")
        }
    }

    private static func parsePEM(_ file: [UInt8], passphrase: [UInt8]?) throws(SSHError) -> PrivateKey {
        var asked = false
        let key = file.withUnsafeBufferPointer { bytes in
            (passphrase ?? []).withUnsafeBufferPointer { secret in
                var context = ow_passphrase(
                    bytes: passphrase == nil ? nil : secret.baseAddress, length: secret.count, asked: 0)
                defer { asked = context.asked == 1 }
                return ow_read_pem_key(bytes.baseAddress, bytes.count, &context)
            }
        }
        if let key { return try PrivateKey(taking: key, comment: "") }
        if !asked { throw SSHError(.keyInvalid, "the private key cannot be read") }
        if passphrase == nil {
            throw SSHError(.keyPassphraseMissing, "the private key is encrypted and no passphrase is stored")
        }
        throw SSHError(.keyPassphraseWrong, "the passphrase does not open the private key")
    }

    private enum Kind {
        case openSSH(armoured: ArraySlice<UInt8>)
        case pem
        case publicKey
        case putty
        case certificate
        case other

        init(_ file: [UInt8]) {
            if let body = Self.between("-----BEGIN OPENSSH PRIVATE KEY-----", "-----END OPENSSH PRIVATE KEY-----", file)
            {
                self = .openSSH(armoured: body)
                return
            }
            let text = String(decoding: file.prefix(4_096), as: UTF8.self)
            if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
                self = .pem
            } else if text.hasPrefix("PuTTY-User-Key-File-") {
                self = .putty
            } else if text.contains("-----BEGIN CERTIFICATE-----") || Self.isSSHCertificate(text) {
                self = .certificate
            } else if text.contains("PUBLIC KEY-----") || text.contains("---- BEGIN SSH2 PUBLIC KEY")
                || ["ssh-", "ecdsa-sha2-", "sk-"].contains(where: text.hasPrefix)
            {
                self = .publicKey
            } else {
                self = .other
            }
        }

        /// One line that begins with a type such as ssh-ed25519-cert-v01@openssh.com.
        private static func isSSHCertificate(_ text: String) -> Bool {
            text.prefix { !$0.isWhitespace }.hasSuffix("-cert-v01@openssh.com")
        }

        private static func between(_ begin: String, _ end: String, _ file: [UInt8]) -> ArraySlice<UInt8>? {
            guard let start = firstRange(of: Array(begin.utf8), in: file[...]),
                let stop = firstRange(of: Array(end.utf8), in: file[start.upperBound...])
            else { return nil }
            return file[start.upperBound..<stop.lowerBound]
        }

        private static func firstRange(of needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
            guard bytes.count >= needle.count else { return nil }
            for start in bytes.startIndex...(bytes.endIndex - needle.count)
            where bytes[start] == needle[0] && bytes[start..<start + needle.count].elementsEqual(needle) {
                return start..<start + needle.count
            }
            return nil
        }
    }
}

import Foundation

/// Keeps the host key that each endpoint showed first.
package protocol HostKeyStore: Sendable {
    /// The key pinned for the endpoint, or nil when it was never seen. A failure here fails the connection: trust on
    /// first use must not fall back to "never seen" because a lookup broke.
    func pinnedKey(hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey?

    /// Pins a key for an endpoint that has none and returns the key that is pinned now, which differs from `key` when
    /// another process was faster.
    func pin(_ key: PinnedHostKey, hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey
}

/// A server's public key as stored.
package struct PinnedHostKey: Sendable, Hashable {
    /// The key's type as in `known_hosts`: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`.
    package var type: String
    /// The public key in SSH wire form.
    package var blob: [UInt8]
    /// `SHA256:` and the unpadded base64 of the blob's hash, as `ssh-keygen -l` prints it.
    package var fingerprint: String

    package init(type: String, blob: [UInt8], fingerprint: String) {
        self.type = type
        self.blob = blob
        self.fingerprint = fingerprint
    }

    /// Derives type and fingerprint from the wire form; nil if that is not a public key.
    package init?(blob: [UInt8]) {
        var reader = WireReader(blob)
        guard let name = reader.text(), !name.isEmpty, name.utf8.count <= 64,
            name.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return nil }
        self.init(type: name, blob: blob, fingerprint: Fingerprint.text(of: blob))
    }
}

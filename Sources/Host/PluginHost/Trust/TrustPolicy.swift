/// What the host knows about a plugin when it decides whether to trust it: bytes that were read once, nothing executed.
package struct TrustCandidate: Sendable {
    package let manifest: PluginManifest
    /// `plugin.toml` as it was read, byte for byte.
    package let bytes: [UInt8]
    /// `plugin.toml.minisig` beside it, nil if there is none.
    package let signature: [UInt8]?

    package var id: String { manifest.id }
    package var version: String { manifest.version }
    /// SHA-256 of the manifest, 64 lower-case hexadecimal digits.
    package let digest: String

    package init(manifest: PluginManifest, bytes: [UInt8], signature: [UInt8]?) {
        self.manifest = manifest
        self.bytes = bytes
        self.signature = signature
        digest = SHA256Digest.hex(bytes)
    }
}

/// Decides whether a package may run.
///
/// What is signed is the manifest. A policy that answers ``PluginTrust/signed(_:)`` makes its caller demand that the
/// manifest lists every file of the package with its digest, and that each file is the one listed.
package protocol TrustPolicy: Sendable {
    /// A first look at bytes that may come from anywhere, before they are read as a manifest: throws a rejection if no
    /// manifest with these bytes and this signature could be accepted.
    func authenticate(_ manifest: [UInt8], signature: [UInt8]?) throws(PluginRejection)

    /// The trust a package gets; throws a rejection (`untrusted`, `signature` or `revoked`) if it must not run.
    func evaluate(_ candidate: TrustCandidate) throws(PluginRejection) -> PluginTrust
}

extension TrustPolicy {
    package func authenticate(_ manifest: [UInt8], signature: [UInt8]?) throws(PluginRejection) {}
}

/// Accepts packages by their ids alone, whatever their bytes are. For tests and benchmarks.
package struct AllowListedTrustPolicy: TrustPolicy {
    private let ids: Set<String>

    package init(ids: Set<String>) {
        self.ids = ids
    }

    package func evaluate(_ candidate: TrustCandidate) throws(PluginRejection) -> PluginTrust {
        guard ids.contains(candidate.id) else {
            throw PluginRejection(.untrusted, "\(candidate.id) is not on the list of ids that may run here")
        }
        return .unsigned
    }
}

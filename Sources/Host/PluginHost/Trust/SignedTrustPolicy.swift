import Core

/// Accepts packages that a key of the trust ring signed, and unsigned ones that the operator allowed by their digest.
package struct SignedTrustPolicy: TrustPolicy {
    private let ring: TrustRing
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: the time that keys must be valid at.
    package init(ring: TrustRing, now: @escaping @Sendable () -> Timestamp = { Timestamp.now() }) {
        self.ring = ring
        self.now = now
    }

    package func authenticate(_ manifest: [UInt8], signature: [UInt8]?) throws(PluginRejection) {
        if let signature {
            _ = try signer(of: manifest, signature: signature)
            return
        }
        let digest = SHA256Digest.hex(manifest)
        guard ring.allowed.contains(where: { $0.digest == digest }) else {
            throw PluginRejection(
                .untrusted,
                "not signed; install a signed package, or allow this one in \(ring.directory): [[unsigned]] with its id "
                    + "and sha256 = \"\(digest)\"")
        }
    }

    package func evaluate(_ candidate: TrustCandidate) throws(PluginRejection) -> PluginTrust {
        try checkRevocation(of: candidate)
        guard let bytes = candidate.signature else { return try evaluateUnsigned(candidate) }
        let (key, comment) = try signer(of: candidate.bytes, signature: bytes)
        try Self.checkComment(comment, candidate)
        try key.check(candidate.manifest, now: now())
        return .signed(key.signer)
    }

    /// The key that signed these bytes, and what it said about them.
    private func signer(
        of manifest: [UInt8], signature bytes: [UInt8]
    ) throws(PluginRejection) -> (key: TrustedKey, comment: String) {
        do throws(PluginError) {
            let signature = try MinisignSignature(file: bytes)
            try checkRevocation(of: signature.keyID)
            let key = try trustedKey(signature.keyID)
            try signature.verify(manifest, with: key.key)
            return (key, signature.trustedComment)
        } catch {
            let reason: PluginRejection.Reason =
                switch error.code {
                case .signature: .signature
                case .revoked: .revoked
                default: .untrusted
                }
            throw PluginRejection(reason, error)
        }
    }

    private func trustedKey(_ id: MinisignKeyID) throws(PluginError) -> TrustedKey {
        guard let key = ring.keys[id] else {
            throw PluginError(
                .notFound, "signed by key \(id), which \(ring.directory) does not name",
                hint: "if you trust its owner, add the public key there as a [[key]]")
        }
        return key
    }

    private func checkRevocation(of id: MinisignKeyID) throws(PluginError) {
        guard !ring.revokedKeys.contains(id) else {
            throw PluginError(
                .revoked, "signed by key \(id), which is revoked", hint: "install a package that another key signed")
        }
    }

    private func checkRevocation(of candidate: TrustCandidate) throws(PluginRejection) {
        let files = candidate.manifest.listed.map { (name: $0.path, digest: $0.sha256) }
        for (name, digest) in [("plugin.toml", candidate.digest)] + files where ring.revokedDigests.contains(digest) {
            throw PluginRejection(
                .revoked, "\(name) of \(candidate.id) \(candidate.version) is revoked; install another version")
        }
    }

    private func evaluateUnsigned(_ candidate: TrustCandidate) throws(PluginRejection) -> PluginTrust {
        guard ring.allowed.contains(.init(id: candidate.id, digest: candidate.digest)) else {
            let others = ring.allowed.contains { $0.id == candidate.id }
            throw PluginRejection(
                .untrusted,
                (others ? "not signed, and the [[unsigned]] of \(ring.directory) is for other bytes" : "not signed")
                    + "; install a signed package, or allow this one in \(ring.directory): "
                    + "[[unsigned]] id = \"\(candidate.id)\", sha256 = \"\(candidate.digest)\"")
        }
        // The digest of the manifest pins the code only if the manifest pins the code.
        if let file = candidate.manifest.files.first(where: { $0.sha256 == nil }) {
            throw PluginRejection(
                .untrusted,
                "the manifest gives no sha256 for \(file.path), so allowing the manifest would allow any code; "
                    + "add it to the [[file]] and allow the new manifest")
        }
        return .unsigned
    }

    /// `ID VERSION TIME` is what `openwatch plugin sign` writes; then it must be about this very package. Any other
    /// comment is taken as it is: id and version are in the manifest, which is signed in full.
    private static func checkComment(_ comment: String, _ candidate: TrustCandidate) throws(PluginRejection) {
        let words = comment.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, Timestamp(parsing: String(words[2])) != nil else { return }
        guard words[0] == candidate.id, words[1] == candidate.version else {
            throw PluginRejection(
                .signature,
                "the signature is of \(words[0]) \(words[1]), the manifest says \(candidate.id) \(candidate.version); "
                    + "sign the package anew")
        }
    }

    /// The trusted comment that the check above understands.
    package static func comment(id: String, version: String, at time: Timestamp) -> String {
        "\(id) \(version) \(time)"
    }
}

import Glibc

/// A package as it lies in a directory or an archive, read without running or trusting any of it.
package struct PackageInspection: Sendable {
    package struct File: Sendable, Hashable {
        package let path: String
        /// Bytes.
        package let size: Int
    }

    package let manifest: PluginManifest
    /// SHA-256 of the manifest.
    package let digest: String
    /// What the signature file says, unchecked; nil if there is none.
    package let signature: MinisignSignature?
    /// Every file, by path.
    package let files: [File]
    package let isArchive: Bool

    private let manifestBytes: [UInt8]
    private let source: any PackageSource & Sendable

    /// Reads a package. Owners and modes of a directory's files do not matter, links are refused.
    package init(path: String) throws(PluginRejection) {
        try self.init(path: path, isStrict: false)
    }

    private init(path: String, isStrict: Bool) throws(PluginRejection) {
        let verifier = PackageVerifier(trust: UnjudgedTrustPolicy(), floor: InMemoryVersionFloor())
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw PluginRejection(.path, "\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            let reader = try PackageReader(path: path, isStrict: isStrict)
            guard reader.contains(PackageVerifier.manifestName) else {
                throw PluginRejection(.path, "\(path) has no plugin.toml, so it is no package")
            }
            isArchive = false
            source = reader
            (manifest, manifestBytes) = try verifier.manifest(of: reader)
        } else {
            let opened = try PackageArchive.open(Self.archive(path), verifier: verifier)
            isArchive = true
            source = opened.archive
            (manifest, manifestBytes) = (opened.manifest, opened.manifestBytes)
        }
        digest = SHA256Digest.hex(manifestBytes)
        signature = try Self.signature(in: source)
        var files: [File] = []
        for path in try source.paths() {
            files.append(File(path: path, size: try source.read(path, limit: ELFNote.sizeLimit).count))
        }
        self.files = files
    }

    /// Whether a server with this policy would accept the package: its signature, and every file against the manifest.
    ///
    /// Throws the rejection that the server would show. Owners and modes are not part of it.
    package func check(trust policy: any TrustPolicy) throws(PluginRejection) -> PluginTrust {
        let verifier = PackageVerifier(trust: policy, floor: InMemoryVersionFloor())
        let trust = try Self.judge(source, verifier: verifier, manifest: manifest, bytes: manifestBytes)
        try Self.compare(source, manifest: manifest, isSigned: trust.signer != nil)
        return trust
    }

    /// The bytes of an archive file.
    ///
    /// Throws a rejection if it is larger than a package may be, or cannot be read.
    package static func archive(_ path: String) throws(PluginRejection) -> [UInt8] {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw StoreDirectory.failure("open", path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw PluginRejection(.path, "\(path) is neither a package directory nor a package file")
        }
        guard status.st_size <= PackageArchive.sizeLimit else {
            throw PluginRejection(.archive, "\(path) is larger than \(PackageArchive.sizeLimit >> 20) MiB")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let received = bytes.withUnsafeMutableBytes { buffer in
                read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            if received < 0 && errno == EINTR { continue }
            guard received > 0 else { throw PluginRejection(.path, "\(path) changed while it was read") }
            count += received
        }
        return bytes
    }

    private static func signature(in source: some PackageSource) throws(PluginRejection) -> MinisignSignature? {
        guard source.contains(PackageVerifier.signatureName) else { return nil }
        let bytes = try source.read(PackageVerifier.signatureName, limit: MinisignSignature.sizeLimit)
        return try PackageVerifier.rejecting(.signature) { () throws(PluginError) in
            try MinisignSignature(file: bytes)
        }
    }

    private static func judge(
        _ source: some PackageSource, verifier: PackageVerifier, manifest: PluginManifest, bytes: [UInt8]
    ) throws(PluginRejection) -> PluginTrust {
        try verifier.trust(manifest, bytes: bytes, source: source)
    }

    private static func compare(
        _ source: some PackageSource, manifest: PluginManifest, isSigned: Bool
    ) throws(PluginRejection) {
        _ = try PackageFiles.check(manifest, isSigned: isSigned, source: source)
    }
}

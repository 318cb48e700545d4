import Core
import Foundation

/// Signs a package in a directory.
package enum PackageSigner {
    package struct Signed: Sendable {
        package let manifest: PluginManifest
        /// SHA-256 of the manifest.
        package let digest: String
        package let trustedComment: String
        /// Whether the manifest's digests were written anew.
        package let isUpdated: Bool
    }

    /// Signs the manifest of a package with the key, if it lists every file with its digest.
    ///
    /// - Parameter updatesHashes: writes the digests into the manifest first instead of refusing.
    ///
    /// Throws a rejection that names the first file that differs, is missing or is not listed. Manifest and signature are
    /// each replaced whole or not at all.
    package static func sign(
        directory: String, key: MinisignSecretKey, updatesHashes: Bool, at time: Timestamp = .now()
    ) throws(PluginRejection) -> Signed {
        let reader = try PackageReader(path: directory, isStrict: false)
        var bytes = try reader.read(PackageVerifier.manifestName, limit: PluginManifest.sizeLimit)
        var isUpdated = false
        if updatesHashes {
            let text = try update(bytes, reader: reader)
            isUpdated = text != bytes
            bytes = text
        }
        let manifest = try PackageVerifier.rejecting(.manifest) { [bytes] () throws(PluginError) in
            try ManifestParser.parse(bytes)
        }
        do throws(PluginRejection) {
            _ = try PackageFiles.check(manifest, isSigned: true, source: reader)
        } catch {
            throw PluginRejection(
                error.reason, error.message + ". To sign the files as they are now, add --update-hashes",
                faults: error.faults)
        }
        let comment = SignedTrustPolicy.comment(id: manifest.id, version: manifest.version, at: time)
        let signature = try PackageVerifier.rejecting(.signature) { [bytes] () throws(PluginError) in
            try key.sign(bytes, trustedComment: comment)
        }
        let folder = try StoreDirectory(making: directory)
        if isUpdated { try folder.replace(PackageVerifier.manifestName, with: bytes) }
        try folder.replace(PackageVerifier.signatureName, with: signature.file)
        return Signed(
            manifest: manifest, digest: SHA256Digest.hex(bytes), trustedComment: comment, isUpdated: isUpdated)
    }

    /// Writes the digests of a package's files into its manifest, without a signature; false if they were there.
    ///
    /// A signature that no longer fits is removed.
    package static func updateHashes(directory: String) throws(PluginRejection) -> Bool {
        let reader = try PackageReader(path: directory, isStrict: false)
        let bytes = try reader.read(PackageVerifier.manifestName, limit: PluginManifest.sizeLimit)
        let updated = try update(bytes, reader: reader)
        guard updated != bytes else { return false }
        let folder = try StoreDirectory(making: directory)
        try folder.remove(PackageVerifier.signatureName)
        try folder.replace(PackageVerifier.manifestName, with: updated)
        return true
    }

    private static func update(_ bytes: [UInt8], reader: PackageReader) throws(PluginRejection) -> [UInt8] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PluginRejection(.manifest, "plugin.toml is not UTF-8")
        }
        var files: [String: [UInt8]] = [:]
        for path in try reader.paths()
        where path != PackageVerifier.manifestName && path != PackageVerifier.signatureName {
            guard TextRule.relativePath.accepts(path),
                !path.split(separator: "/").contains(where: { $0.hasPrefix(".") })
            else {
                throw PluginRejection(
                    .path,
                    "\(SafeText.line(path, limit: 256)) cannot be part of a package: names have letters, digits and "
                        + "._+- and do not begin with a dot; remove or rename it")
            }
            files[path] = try reader.read(path, limit: ELFNote.sizeLimit)
        }
        let updated = try PackageVerifier.rejecting(.manifest) { [files] () throws(PluginError) in
            try ManifestHashes.update(text, files: files)
        }
        return Array(updated.utf8)
    }
}

extension StoreDirectory {
    /// Writes a file whole or not at all: under another name, synced, then renamed over the old one.
    func replace(_ name: String, with bytes: [UInt8]) throws(PluginRejection) {
        let temporary = ".tmp-" + UUID.v7().text
        do throws(PluginRejection) {
            try write(bytes, to: temporary, mode: 0o644)
            try move(temporary, over: name)
        } catch {
            try? remove(temporary)
            throw error
        }
        try sync()
    }
}

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

    /// Signs the manifest of a package with the key, if it lists every file of the package with its digest. The folder
    /// may hold more: ``PackageTree`` says what the package is.
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
            let tree = PackageTree(reader, manifest: manifest, takesDocuments: true)
            _ = try PackageFiles.check(manifest, isSigned: true, source: tree)
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

    /// The files of the package in a folder, by path, without manifest and signature: what the manifest names, and the
    /// documents at the top of the folder. What is missing is left out.
    package static func files(
        directory: String, manifest: PluginManifest
    ) throws(PluginRejection) -> [String: [UInt8]] {
        try files(manifest, reader: PackageReader(path: directory, isStrict: false))
    }

    private static func files(
        _ manifest: PluginManifest, reader: PackageReader
    ) throws(PluginRejection) -> [String: [UInt8]] {
        let tree = PackageTree(reader, manifest: manifest, takesDocuments: true)
        var files: [String: [UInt8]] = [:]
        for path in tree.paths()
        where path != PackageVerifier.manifestName && path != PackageVerifier.signatureName {
            files[path] = try tree.read(path, limit: ELFNote.sizeLimit)
        }
        return files
    }

    private static func update(_ bytes: [UInt8], reader: PackageReader) throws(PluginRejection) -> [UInt8] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PluginRejection(.manifest, "plugin.toml is not UTF-8")
        }
        let manifest = try PackageVerifier.rejecting(.manifest) { () throws(PluginError) in
            try ManifestParser.parse(bytes)
        }
        let files = try files(manifest, reader: reader)
        let updated = try PackageVerifier.rejecting(.manifest) { () throws(PluginError) in
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

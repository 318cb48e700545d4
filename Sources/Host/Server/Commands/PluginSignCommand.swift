import ArgumentParser
import Foundation
import JSON
import PluginHost

/// `openwatch plugin sign`: signs the package in a directory.
struct PluginSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a package.",
        discussion: """
            Writes plugin.toml.minisig, which minisign verifies too. The manifest must list every file of the package with \
            its digest; --update-hashes makes it do so. Exit code 0 signed, 1 refused.
            """)

    @Argument(help: "Directory of the package.")
    var package: String

    @OptionGroup var signing: SigningKeyOptions
    @OptionGroup var ring: RingEntryOptions

    @Flag(help: "Write the files' sizes and digests into plugin.toml first.")
    var updateHashes = false

    @Flag(help: "Print the entry for a trust file, and nothing else.")
    var ringEntry = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws { try answer().give(asJSON: json) }

    func answer() throws -> CommandAnswer {
        let key: MinisignSecretKey
        do {
            key = try signing.load()
        } catch let error as PluginError {
            throw ServerError(.keyFile, "\(signing.key): \(error.message)", hint: error.hint)
        }
        return try CommandAnswer.of {
            let signed = try PackageSigner.sign(directory: package, key: key, updatesHashes: updateHashes)
            let entry = ring.entry(
                name: signed.manifest.vendor.name, key: key.publicKey, prefixes: [signed.manifest.id])
            let text =
                "signed \(signed.manifest.id) \(signed.manifest.version) with key \(key.publicKey.id)\n"
                + (signed.isUpdated ? "the digests in plugin.toml were brought up to date\n" : "")
            return CommandAnswer(
                ringEntry ? entry : text,
                json: [
                    "ok": true, "id": .string(signed.manifest.id), "version": .string(signed.manifest.version),
                    "manifest_sha256": .string(signed.digest), "key_id": .string(key.publicKey.id.description),
                    "trusted_comment": .string(signed.trustedComment), "hashes_updated": .bool(signed.isUpdated),
                    "ring_entry": .string(entry),
                ])
        }
    }
}

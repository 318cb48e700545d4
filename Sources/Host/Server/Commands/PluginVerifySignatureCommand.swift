import ArgumentParser
import Foundation
import JSON
import PluginHost

/// `openwatch plugin verify-signature`: says whether a package would be trusted, and by whose word.
struct PluginVerifySignatureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-signature", abstract: "Check a package's signature and the digests of its files.",
        discussion: """
            Without --key, the keys and revocations of the trust directory decide, as they do in the server. No plugin's code \
            is run. Exit code 0 trusted, 1 refused.
            """)

    @OptionGroup var globals: GlobalOptions

    @Argument(help: "Directory or .owp file of the package.")
    var package: String

    @Option(help: "Public key to check with instead: a file, or the key's text.")
    var key: String?

    @Option(help: "Trust directory to check with instead of plugins.trust_dir.")
    var trustDir: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard key == nil || trustDir == nil else { throw ValidationError("--key and --trust-dir exclude each other") }
    }

    func run() throws { try answer().give(asJSON: json) }

    func answer() throws -> CommandAnswer {
        let directory = try key == nil ? trustDir ?? globals.loadValid()["plugins.trust_dir"] : ""
        return try CommandAnswer.of {
            let inspected = try PackageInspection(path: package)
            let ring =
                try key.map { TrustRing(only: try Self.publicKey($0), for: inspected.manifest.id) }
                ?? TrustRing.load(directory: directory)
            let trust = try inspected.check(trust: SignedTrustPolicy(ring: ring))
            let comment = inspected.signature.map { "trusted comment: \($0.trustedComment)\n" } ?? ""
            return CommandAnswer(
                "\(inspected.manifest.id) \(inspected.manifest.version) is trusted: \(trust)\n\(comment)",
                json: [
                    "ok": true, "id": .string(inspected.manifest.id), "version": .string(inspected.manifest.version),
                    "manifest_sha256": .string(inspected.digest), "trust": .string(trust.level),
                    "key_id": trust.signer.map { .string($0.keyID.description) } ?? .null,
                    "key_name": trust.signer.map { .string($0.keyName) } ?? .null,
                    "trusted_comment": inspected.signature.map { .string($0.trustedComment) } ?? .null,
                ])
        }
    }

    private static func publicKey(_ text: String) throws -> MinisignPublicKey {
        if let key = MinisignPublicKey(text) { return key }
        guard let data = FileManager.default.contents(atPath: text) else {
            throw ServerError(.keyFile, "\(text) is neither a public key nor a file that can be read")
        }
        return try MinisignPublicKey(file: Array(data))
    }
}

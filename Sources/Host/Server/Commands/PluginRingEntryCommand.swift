import ArgumentParser
import Foundation
import JSON
import PluginHost

/// `openwatch plugin ring-entry`: the entry of a trust file for a key.
struct PluginRingEntryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ring-entry", abstract: "Print the trust file entry for a key.",
        discussion: """
            A server trusts what the key signs once the entry is in a file of plugins.trust_dir. Exit code 0 printed, 1 the file \
            is no key.
            """)

    @Option(help: "Public key file, or a secret key file without a password.")
    var key: String

    @Option(help: "Name of the key.")
    var name: String

    @OptionGroup var ring: RingEntryOptions

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard !ring.idPrefix.isEmpty else {
            throw ValidationError("say with --id-prefix which ids the key may sign, as --id-prefix com.acme.")
        }
    }

    func run() throws { try answer().give(asJSON: json) }

    func answer() throws -> CommandAnswer {
        guard let data = FileManager.default.contents(atPath: key), data.count <= MinisignPublicKey.sizeLimit else {
            throw ServerError(.keyFile, "\(key) cannot be read")
        }
        let bytes = Array(data)
        return try CommandAnswer.of {
            let publicKey =
                try (try? MinisignSecretKey(file: bytes, password: nil).publicKey) ?? MinisignPublicKey(file: bytes)
            let entry = ring.entry(name: name, key: publicKey, prefixes: [])
            // What is printed is what a server reads.
            _ = try TrustRing(text: entry, name: "the entry")
            return CommandAnswer(
                entry,
                json: [
                    "ok": true, "key_id": .string(publicKey.id.description), "public_key": .string(publicKey.text),
                    "ring_entry": .string(entry),
                ])
        }
    }
}

import ArgumentParser
import Foundation
import JSON
import PluginHost

/// `openwatch plugin keygen`: makes a key pair that signs plugins.
struct PluginKeygenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", abstract: "Make a key pair for signing plugins.",
        discussion: """
            Writes NAME.key (mode 0600) and NAME.pub in minisign's formats and prints the entry for a trust file. Nothing is \
            overwritten. Exit code 0 done, 1 not done.
            """)

    @Option(help: "Directory for the two files.")
    var out = "."

    @Option(help: "Name of the files and of the key.")
    var name = "openwatch-plugin"

    @Option(help: "File whose first line becomes the key's password; mode 0600. Without it the key has none.")
    var passwordFile: String?

    @OptionGroup var ring: RingEntryOptions

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{0,63}/) != nil else {
            throw ValidationError("--name must have 1 to 64 letters, digits, dots, dashes and underscores")
        }
    }

    func run() throws { try answer().give(asJSON: json) }

    func answer() throws -> CommandAnswer {
        let secretFile = "\(out)/\(name).key"
        let publicFile = "\(out)/\(name).pub"
        for file in [secretFile, publicFile] where access(file, F_OK) == 0 {
            throw ServerError(.keyFile, "\(file) exists", hint: "choose another --name or --out")
        }
        let password = try passwordFile.map(SigningKeyOptions.password)
        return try CommandAnswer.of {
            let key = MinisignSecretKey()
            try StateDirectory.write(try key.file(password: password), to: secretFile, mode: 0o600)
            try StateDirectory.write(key.publicKey.file, to: publicFile, mode: 0o644)
            let entry = ring.entry(name: name, key: key.publicKey, prefixes: ["com.example."])
            let text = """
                secret key  \(secretFile)  (keep it secret, keep a copy)
                public key  \(publicFile)
                key id      \(key.publicKey.id)

                For a trust file, as /etc/openwatch/trust.d/\(name).toml:

                \(entry)
                """
            return CommandAnswer(
                text,
                json: [
                    "ok": true, "secret_key_file": .string(secretFile), "public_key_file": .string(publicFile),
                    "public_key": .string(key.publicKey.text), "key_id": .string(key.publicKey.id.description),
                    "ring_entry": .string(entry),
                ])
        }
    }
}

import ArgumentParser
import Foundation
import Glibc
import JSON
import Licensing

/// `openwatch license keygen`: makes the key pair of somebody who issues licences.
struct LicenseKeygenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", abstract: "Make a key pair to issue licences with.",
        discussion: """
            Writes license-issuer.key (private, mode 0600) and license-issuer.pem (public). Copy the public key into \
            license.issuer_keys of the servers that shall accept the licences; keep the private key away from them.
            """)

    @OptionGroup var globals: GlobalOptions

    @Option(help: "Folder to write to; made if it is missing.")
    var out: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let privateFile = out + "/license-issuer.key"
        let publicFile = out + "/license-issuer.pem"
        _ = try StateDirectory(path: out)
        for file in [privateFile, publicFile] where access(file, F_OK) == 0 {
            throw ServerError(.keyFile, "\(file) exists", hint: "licences depend on it: choose another folder")
        }
        let pair = LicenseIssuer.KeyPair.make()
        try StateDirectory.write(Array(pair.privateKeyPEM.utf8), to: privateFile, mode: 0o600)
        try StateDirectory.write(Array(pair.publicKeyPEM.utf8), to: publicFile, mode: 0o644)
        if json {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("private_key", privateFile)
            writer.member("public_key", publicFile)
            writer.member("key_id", pair.keyID)
            writer.endObject()
            print(String(decoding: writer.bytes, as: UTF8.self))
        } else {
            print("private key: \(privateFile)\npublic key:  \(publicFile)\nkey id:      \(pair.keyID)")
        }
    }
}

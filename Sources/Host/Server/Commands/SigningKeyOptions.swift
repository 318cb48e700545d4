import ArgumentParser
import Foundation
import PluginHost

/// The secret key of a command that signs.
struct SigningKeyOptions: ParsableArguments {
    @Option(help: "Secret key file, as openwatch plugin keygen or minisign -G makes it; mode 0600.")
    var key: String

    @Option(help: "File whose first line is the key's password; needed only if it has one.")
    var passwordFile: String?

    func load() throws -> MinisignSecretKey {
        try MinisignSecretKey(
            file: try StateDirectory.readSecret(key), password: try passwordFile.map(Self.password))
    }

    static func password(in file: String) throws -> String {
        let text = String(decoding: try StateDirectory.readSecret(file), as: UTF8.self)
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else { throw ServerError(.keyFile, "the first line of \(file) is empty") }
        return String(line)
    }
}

/// What a new entry of a trust file says about a key.
struct RingEntryOptions: ParsableArguments {
    @Option(help: "Tier in the trust file entry: core, vendor, org or dev.")
    var tier: String = PluginTrust.Tier.vendor.rawValue

    @Option(help: "Id or beginning of ids, ending with a dot, that the key may sign; repeat for several.")
    var idPrefix: [String] = []

    func validate() throws {
        guard PluginTrust.Tier(rawValue: tier) != nil else {
            throw ValidationError(
                "--tier must be one of " + PluginTrust.Tier.allCases.map(\.rawValue).joined(separator: ", "))
        }
    }

    func entry(name: String, key: MinisignPublicKey, prefixes: [String]) -> String {
        TrustedKey.entry(
            name: name, key: key, tier: PluginTrust.Tier(rawValue: tier) ?? .vendor,
            idPrefixes: idPrefix.isEmpty ? prefixes : idPrefix)
    }
}

import TestSupport

/// A key pair made by ssh-keygen.
struct SSHKeyPair: Sendable {
    let privateKey: String
    /// A line of authorized_keys.
    let publicKey: String
    let fingerprint: String

    static func make(_ type: String = "ed25519", bits: Int? = nil, passphrase: String = "") async throws -> SSHKeyPair {
        let directory = try TemporaryDirectory(prefix: "openwatch-key-")
        let file = directory.path + "/key"
        try await TestCommand.run(
            ["ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "system-test", "-f", file]
                + (bits.map { ["-b", "\($0)"] } ?? []))
        let listing = try await TestCommand.run(["ssh-keygen", "-lf", file + ".pub"]).text
        return SSHKeyPair(
            privateKey: String(decoding: try directory.read("key"), as: UTF8.self),
            publicKey: String(decoding: try directory.read("key.pub"), as: UTF8.self).filter { !$0.isNewline },
            fingerprint: listing.split(separator: " ").dropFirst().first.map(String.init) ?? "")
    }

    /// A line of the private key that no other text holds.
    var middleLine: String {
        let lines = privateKey.split(separator: "\n")
        return lines.isEmpty ? "" : String(lines[lines.count / 2])
    }
}

import AreaTestSupport
import Audit
import Contract
import CryptoExtras
import Database
import Foundation
import TestSupport
import Web

@testable import Identity

/// What tests of the identity area share: keys made once, services on a database.
enum IdentityBench {
    /// RSA keys take a while to make.
    static let rsaKey = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    static let hasher = PasswordHasher(width: 2)

    static func signer() async throws -> AccessTokenSigner {
        try await AccessTokenSigner(privateKeyPEM: try rsaKey.get().pemRepresentation)
    }

    static func users(_ database: Database) -> UserService {
        UserService(database: database, hasher: hasher, audit: AuditTrail())
    }

    static func logins(_ database: Database) async throws -> LoginService {
        LoginService(
            database: database, hasher: hasher, issuer: SessionIssuer(signer: try await signer()), audit: AuditTrail())
    }

    static let password = "correct horse battery"

    /// An administrator named `ada` with ``password``.
    @discardableResult
    static func addAdministrator(_ database: Database, name: String = "ada") async throws -> UUID {
        try await users(database).createAdministrator(
            username: name, email: "\(name)@example.net", password: password, by: .system("cli"))
    }

    static let stranger = Caller.anonymous(address: "192.0.2.9", userAgent: "curl")

    /// A private key that ssh-keygen made.
    static func sshKey(_ options: [String] = ["-t", "ed25519"], passphrase: String = "") async throws -> String {
        let directory = try TemporaryDirectory()
        let file = "\(directory.path)/key"
        try await TestCommand.run(["ssh-keygen", "-q", "-C", "a key", "-N", passphrase, "-f", file] + options)
        return String(decoding: try directory.read("key"), as: UTF8.self)
    }
}

/// The hosts that a test says there are.
struct ListedHosts: HostDirectory {
    let hosts: [UUID]

    func host(_ id: UUID) async throws -> ManagedHost? {
        guard hosts.contains(id) else { return nil }
        return ManagedHost(id: id, hostname: "h", address: "192.0.2.1", port: 22, username: "")
    }
}

/// The code of the area's own error that a body throws; nil if it throws none or another one.
func identityCode(_ body: () throws -> Void) -> IdentityError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? IdentityError)?.code
    }
}

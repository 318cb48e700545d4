import AreaTestSupport
import Audit
import Contract
import Core
import CryptoExtras
import Database
import Foundation
import TestSupport

@testable import Identity
@testable import Web

/// What tests of the identity area share: keys made once, services on a database.
enum IdentityBench {
    /// RSA keys take a while to make.
    static let rsaKey = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    static let hasher = PasswordHasher(width: 2)

    static func signer() async throws -> AccessTokenSigner {
        try await AccessTokenSigner(privateKeyPEM: try rsaKey.get().pemRepresentation)
    }

    static func users(_ database: Database) -> UserService {
        UserService(database: database, hasher: hasher, passwords: PasswordPolicy.withoutList, audit: AuditTrail())
    }

    static func box() throws -> SecretBox { try SecretBox(keyBytes: [UInt8](repeating: 3, count: 32)) }

    static func logins(_ database: Database, hasher: PasswordHasher = hasher) async throws -> LoginService {
        LoginService(
            database: database, hasher: hasher, issuer: SessionIssuer(signer: try await signer()), box: try box(),
            audit: AuditTrail())
    }

    static func refreshing(_ database: Database) async throws -> RefreshService {
        RefreshService(database: database, signer: try await signer(), audit: AuditTrail())
    }

    static func sessions(_ database: Database) -> OwnSessionService {
        OwnSessionService(database: database, audit: AuditTrail())
    }

    static func factors(_ database: Database) throws -> SecondFactorService {
        SecondFactorService(database: database, box: try box(), audit: AuditTrail())
    }

    static func reauthentication(_ database: Database) throws -> ReauthenticationService {
        ReauthenticationService(database: database, hasher: hasher, box: try box(), audit: AuditTrail())
    }

    static func passwords(_ database: Database) throws -> PasswordChangeService {
        PasswordChangeService(
            database: database, hasher: hasher, policy: PasswordPolicy.withoutList, audit: AuditTrail())
    }

    static func policies(_ database: Database) -> SignInPolicyService {
        SignInPolicyService(database: database, audit: AuditTrail())
    }

    static func profiles(_ database: Database) -> ProfileService {
        ProfileService(database: database, audit: AuditTrail())
    }

    static func authenticator(_ database: Database) async throws -> SessionAuthenticator {
        SessionAuthenticator(database: database, signer: try await signer())
    }

    /// Every route of the area, with a limiter of its own.
    static func routes(_ database: Database) async throws -> [Route] {
        AuthenticationArea(
            database: database, hasher: hasher, signer: try await signer(), box: try box(),
            passwords: PasswordPolicy.withoutList, audit: AuditTrail()
        ).routes
    }

    /// Signs `ada` in and gives the session with the caller that acts in it.
    static func signIn(
        _ database: Database, name: String = "ada", password: String = password, otp: String? = nil
    ) async throws -> (issued: IssuedSession, caller: Caller) {
        let issued = try await logins(database).signIn(
            username: name, password: password, otp: otp, caller: stranger)
        return (issued, try await caller(database, cookie: issued.sessionToken.text))
    }

    /// The caller that a session cookie makes.
    static func caller(_ database: Database, cookie: String) async throws -> Caller {
        let credentials = RequestCredentials(
            sessionCookie: cookie, authorization: nil, address: "192.0.2.9", userAgent: "curl", isBackground: false)
        switch try await authenticator(database).authenticate(credentials) {
        case .caller(let caller, _, _): return caller
        case .rejected(let reason): throw Refused(reason: reason)
        case .anonymous: throw Refused(reason: "anonymous")
        }
    }

    struct Refused: Error { let reason: String }

    /// Gives the caller a second factor and returns its secret.
    static func addFactor(_ database: Database, _ caller: Caller) async throws -> [UInt8] {
        let service = try factors(database)
        let secret = try secret(of: try await service.enroll(by: caller))
        // The code of the step before: the one of now is left for the test.
        try await service.verify(TOTP.code(secret, step: TOTP.step(at: .now()) - 1), by: caller)
        return secret
    }

    /// The secret in a provisioning URI.
    static func secret(of uri: String) throws -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let text = uri.split(separator: "secret=").last ?? ""
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for character in text {
            guard let digit = alphabet.firstIndex(of: character) else { throw Refused(reason: "not base32") }
            buffer = (buffer << 5) | UInt32(digit)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return bytes
    }

    static func code(_ secret: [UInt8], offset: Int64 = 0) -> String {
        TOTP.code(secret, step: TOTP.step(at: .now()) + offset)
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

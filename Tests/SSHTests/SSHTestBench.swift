import Foundation
import Logging
import NIOConcurrencyHelpers
import SSH
import TestSupport

/// Host keys in memory, with the behaviour of the real store.
final class MemoryHostKeys: HostKeyStore {
    private let keys = NIOLockedValueBox<[String: PinnedHostKey]>([:])

    func pinnedKey(hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey? {
        keys.withLockedValue { $0["\(hostID) \(address) \(port)"] }
    }

    func pin(_ key: PinnedHostKey, hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey {
        keys.withLockedValue { keys in
            let name = "\(hostID) \(address) \(port)"
            let winner = keys[name] ?? key
            keys[name] = winner
            return winner
        }
    }
}

/// A key pair made by ssh-keygen.
struct TestKey: Sendable {
    let file: [UInt8]
    let publicLine: String
    let fingerprint: String

    /// `options` are further arguments of ssh-keygen, such as `-t ed25519`.
    static func make(_ options: [String], passphrase: String = "") async throws -> TestKey {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/key"
        // The default number of derivation rounds is for people, and debug builds are slow at it.
        let rounds = options.contains("-a") ? [] : ["-a", "2"]
        try await TestCommand.run(["ssh-keygen", "-q", "-N", passphrase, "-C", "a key", "-f", path] + rounds + options)
        let listing = try await TestCommand.run(["ssh-keygen", "-lf", "\(path).pub"]).text
        return TestKey(
            file: try directory.read("key"),
            publicLine: String(decoding: try directory.read("key.pub"), as: UTF8.self).trimmingCharacters(
                in: .newlines),
            fingerprint: listing.split(separator: " ").dropFirst().first.map(String.init) ?? "")
    }
}

/// A server, a user on it, a key that opens it, and an engine.
struct SSHTestBench: Sendable {
    let server: SSHServerFixture
    let user: SystemUser
    let key: TestKey
    let hostKeys = MemoryHostKeys()
    let engine: SSHEngine
    let hostID = UUID()

    static func make(
        sudo: SystemUser.Sudo = .nothing,
        passwords: Bool = false,
        hostKeyTypes: [String] = ["ed25519"],
        configLines: [String] = [],
        key options: [String] = ["-t", "ed25519"],
        configuration: SSHEngineConfiguration = SSHEngineConfiguration()
    ) async throws -> SSHTestBench {
        let key = try await TestKey.make(options)
        let user = try await SystemUser.make(sudo: sudo)
        let server = try await SSHServerFixture.start(
            .init(
                authorizedKeys: [key.publicLine], passwords: passwords, hostKeyTypes: hostKeyTypes,
                configLines: configLines))
        return SSHTestBench(server: server, user: user, key: key, configuration: configuration)
    }

    private init(server: SSHServerFixture, user: SystemUser, key: TestKey, configuration: SSHEngineConfiguration) {
        self.server = server
        self.user = user
        self.key = key
        engine = SSHEngine(configuration: configuration, hostKeys: hostKeys, logger: Logger(label: "test"))
    }

    var keyCredential: SSHCredential { SSHCredential(username: user.name, privateKey: key.file) }

    var passwordCredential: SSHCredential {
        SSHCredential(username: user.name, privateKey: key.file, password: Array(user.password.utf8))
    }

    func target(_ credential: SSHCredential? = nil, version: String = "1", hostID: UUID? = nil) -> SSHTarget {
        SSHTarget(
            hostID: hostID ?? self.hostID, address: "127.0.0.1", port: server.port,
            credential: credential ?? keyCredential, credentialVersion: version)
    }

    func session(_ credential: SSHCredential? = nil, version: String = "1") async throws -> SSHSession {
        try await engine.session(for: target(credential, version: version), timeout: .seconds(20))
    }
}

/// The SSH error that `body` throws, or nil.
func sshError(_ body: () async throws -> Void) async -> SSHError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? SSHError
    }
}

extension SSHCommandResult {
    var text: String { String(decoding: stdout, as: UTF8.self) }
    var errorText: String { String(decoding: stderr, as: UTF8.self) }
}

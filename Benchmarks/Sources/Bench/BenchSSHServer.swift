import Foundation
import NIOConcurrencyHelpers
import SSH
import TestSupport

/// A real sshd on loopback, a user with a plain shell on it, and an ed25519 key that opens it.
struct BenchSSHServer: Sendable {
    let fixture: SSHServerFixture
    let user: SystemUser
    let key: [UInt8]
    let keyPath: String
    /// The listening process.
    let process: pid_t
    private let files: TemporaryDirectory

    /// - Parameter logLevel: `ERROR` where sshd's CPU time counts, `VERBOSE` where its sessions are counted.
    static func start(logLevel: String, sudo: SystemUser.Sudo = .nothing) async throws -> BenchSSHServer {
        let files = try TemporaryDirectory(prefix: "openwatch-bench-")
        let key = "\(files.path)/key"
        try await TestCommand.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "bench", "-f", key])
        let user = try await SystemUser.make(sudo: sudo)
        let record = "\(files.path)/sshd.pid"
        let fixture = try await SSHServerFixture.start(
            .init(
                authorizedKeys: [String(decoding: try files.read("key.pub"), as: UTF8.self)],
                configLines: ["PidFile \(record)", "LogLevel \(logLevel)"]))
        let process = String(decoding: try files.read("sshd.pid"), as: UTF8.self)
        guard let id = pid_t(process.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchFailure("sshd did not write its process id")
        }
        return BenchSSHServer(
            fixture: fixture, user: user, key: try files.read("key"), keyPath: key, process: id, files: files)
    }

    /// - Parameter port: nil for the server's own.
    func target(hostID: UUID = UUID(), port: Int? = nil) -> SSHTarget {
        SSHTarget(
            hostID: hostID, address: "127.0.0.1", port: port ?? fixture.port,
            credential: SSHCredential(username: user.name, privateKey: key), credentialVersion: "1")
    }

    /// CPU time of sshd so far, of sessions that have ended; without the commands, which it does not wait for.
    var cpuTime: UInt64 { CPUTime.tree(process) }

    /// Ends the server and removes its user.
    func stop() async {
        fixture.stop()
        _ = try? await TestCommand.run(["userdel", "--force", user.name], mayFail: true)
    }

    /// Runs `body` with a server that is gone afterwards.
    static func with(
        logLevel: String, sudo: SystemUser.Sudo = .nothing, _ body: (BenchSSHServer) async throws -> Void
    ) async throws {
        let server = try await start(logLevel: logLevel, sudo: sudo)
        do {
            try await body(server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

/// Host keys in memory: the first one seen counts.
final class BenchHostKeys: HostKeyStore {
    private let keys = NIOLockedValueBox<[String: PinnedHostKey]>([:])

    func pinnedKey(hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey? {
        keys.withLockedValue { $0["\(hostID) \(address) \(port)"] }
    }

    func pin(_ key: PinnedHostKey, hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey {
        keys.withLockedValue { keys in
            let endpoint = "\(hostID) \(address) \(port)"
            let pinned = keys[endpoint] ?? key
            keys[endpoint] = pinned
            return pinned
        }
    }
}

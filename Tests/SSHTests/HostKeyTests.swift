import Foundation
import Logging
import SSH
import TestSupport
import Testing

@Suite("Host keys")
struct HostKeyTests {
    @Test("the first key is pinned, the same key matches later")
    func firstUseThenMatch() async throws {
        let bench = try await SSHTestBench.make()
        let fingerprint = try await bench.server.hostKeyFingerprint()
        let first = try await bench.session()
        #expect(first.report.hostKeyStatus == .firstUse)
        #expect(first.report.hostKeyFingerprint == fingerprint)
        let second = try await bench.engine.session(for: bench.target(), fresh: true)
        #expect(second.report.hostKeyStatus == .matched)
        #expect(second.report.expectedFingerprint == fingerprint)
    }

    @Test("a changed key is refused with both fingerprints, before any login")
    func mismatch() async throws {
        let bench = try await SSHTestBench.make()
        let old = try await bench.server.hostKeyFingerprint()
        _ = try await bench.session()
        try await bench.server.changeHostKeys()
        let new = try await bench.server.hostKeyFingerprint()
        let logBefore = bench.server.log
        let error = await sshError {
            _ = try await bench.engine.session(for: bench.target(), fresh: true)
        }
        #expect(error?.code == .hostKeyMismatch)
        #expect(error?.message.contains(old) == true && error?.message.contains(new) == true)
        #expect(error?.report?.hostKeyStatus == .mismatch)
        #expect(error?.report?.reached == .keyExchange)
        #expect(error?.report?.failed == .hostKey)
        let logged = bench.server.log.dropFirst(logBefore.count)
        #expect(!logged.contains("Accepted") && !logged.contains("Failed"))
    }

    @Test("the pinned key stays the one compared when the server has several")
    func pinnedTypeIsPreferred() async throws {
        for type in ["ecdsa", "rsa"] {
            let bench = try await SSHTestBench.make(hostKeyTypes: ["ed25519", "ecdsa", "rsa"])
            let line = String(decoding: try bench.server.directory.read("host_\(type).pub"), as: UTF8.self)
            let blob = try #require(decodeBase64(String(line.split(separator: " ")[1])))
            let key = try #require(PinnedHostKey(blob: blob))
            _ = try await bench.hostKeys.pin(key, hostID: bench.hostID, address: "127.0.0.1", port: bench.server.port)
            let session = try await bench.session()
            #expect(session.report.hostKeyStatus == .matched)
            #expect(session.report.hostKeyType == key.type)
        }
    }

    @Test("a server with nothing but an RSA host key is reached")
    func rsaOnly() async throws {
        let bench = try await SSHTestBench.make(hostKeyTypes: ["rsa"])
        let session = try await bench.session()
        #expect(session.report.hostKeyAlgorithm?.hasPrefix("rsa-sha2-") == true)
    }

    @Test("a key that another process pinned first wins")
    func raceLost() async throws {
        let bench = try await SSHTestBench.make()
        let other = try await SSHTestBench.make()
        _ = try await other.session()
        let theirs = try #require(
            try await other.hostKeys.pinnedKey(hostID: other.hostID, address: "127.0.0.1", port: other.server.port))
        let engine = SSHEngine(
            configuration: .init(), hostKeys: LateHostKeys(winner: theirs), logger: .init(label: "test"))
        let error = await sshError { _ = try await engine.session(for: bench.target()) }
        #expect(error?.code == .hostKeyMismatch)
    }

    @Test("a store that fails means no connection, not trust")
    func brokenStore() async throws {
        let bench = try await SSHTestBench.make()
        let engine = SSHEngine(configuration: .init(), hostKeys: BrokenHostKeys(), logger: .init(label: "test"))
        let error = await sshError { _ = try await engine.session(for: bench.target()) }
        #expect(error?.code == .hostKeyStoreFailed)
    }

    private func decodeBase64(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text).map(Array.init)
    }
}

private struct LateHostKeys: HostKeyStore {
    let winner: PinnedHostKey
    func pinnedKey(hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey? { nil }
    func pin(_ key: PinnedHostKey, hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey { winner }
}

private struct BrokenHostKeys: HostKeyStore {
    struct Failure: Error {}
    func pinnedKey(hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey? { throw Failure() }
    func pin(_ key: PinnedHostKey, hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey {
        throw Failure()
    }
}

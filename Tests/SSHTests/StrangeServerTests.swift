import Foundation
import Logging
import SSH
import TestSupport
import Testing

@Suite("Servers that are not what they should be")
struct StrangeServerTests {
    private func connect(port: Int, seconds: Int = 2) async -> (SSHError?, Duration) {
        let engine = SSHEngine(
            configuration: .init(connectTimeout: .seconds(seconds)), hostKeys: MemoryHostKeys(),
            logger: Logger(label: "test"))
        let target = SSHTarget(
            hostID: UUID(), address: "127.0.0.1", port: port,
            credential: .init(username: "u", password: Array("p".utf8)), credentialVersion: "1")
        let start = ContinuousClock.now
        let error = await sshError { _ = try await engine.session(for: target) }
        return (error, ContinuousClock.now - start)
    }

    @Test("a port nobody listens on refuses")
    func refused() async throws {
        let (error, spent) = await connect(port: try SSHServerFixture.freePort())
        #expect(error?.code == .connectionRefused)
        #expect(error?.report?.reached == .resolve && error?.report?.failed == .tcp)
        #expect(spent < .seconds(2))
    }

    @Test("a server that never speaks runs into the banner timeout")
    func silent() async throws {
        let server = try RawServer(.silent)
        let (error, spent) = await connect(port: server.port, seconds: 1)
        #expect(error?.code == .bannerTimeout)
        #expect(error?.report?.reached == .tcp && error?.report?.failed == .banner)
        #expect(spent >= .milliseconds(990))
        #expect(spent < .seconds(5))
    }

    @Test("a web server is recognised at once, without waiting for the timeout")
    func http() async throws {
        let server = try RawServer(.http)
        let (error, spent) = await connect(port: server.port, seconds: 10)
        #expect(error?.code == .bannerMismatch)
        #expect(error?.message.contains("HTTP") == true)
        #expect(spent < .seconds(5))
    }

    @Test("a banner without end is cut off", arguments: [RawServer.Behaviour.endlessLines, .endlessLine])
    func endlessBanner(behaviour: RawServer.Behaviour) async throws {
        let server = try RawServer(behaviour)
        let (error, spent) = await connect(port: server.port, seconds: 10)
        #expect(error?.code == .bannerMismatch)
        #expect(spent < .seconds(5))
    }

    @Test("packets without end neither hold the loop nor outlive the limit")
    func endlessPackets() async throws {
        let server = try RawServer(.endlessPackets)
        let (error, spent) = await connect(port: server.port, seconds: 10)
        #expect(error?.report?.failed == .keyExchange)
        #expect(spent < .seconds(8))
    }

    @Test("a server that closes at once, and one that speaks SSH 1, say so")
    func others() async throws {
        let closing = try RawServer(.closes)
        #expect(await connect(port: closing.port).0?.code == .disconnected)
        let old = try RawServer(.says("SSH-1.5-old\r\n"))
        #expect(await connect(port: old.port).0?.code == .bannerMismatch)
        let mail = try RawServer(.says("220 mail.example ESMTP\r\n"))
        #expect(await connect(port: mail.port).0?.message.contains("SMTP") == true)
    }

    @Test(
        "hardened servers, with authenticated encryption or encrypt-then-MAC only, are reached",
        arguments: [
            ["KexAlgorithms curve25519-sha256", "Ciphers chacha20-poly1305@openssh.com"],
            [
                "KexAlgorithms curve25519-sha256,sntrup761x25519-sha512@openssh.com",
                "Ciphers aes256-gcm@openssh.com,aes128-gcm@openssh.com", "MACs hmac-sha2-512-etm@openssh.com",
            ],
            ["Ciphers aes256-ctr", "MACs hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com"],
            ["KexAlgorithms diffie-hellman-group16-sha512"],
        ])
    func hardened(lines: [String]) async throws {
        let bench = try await SSHTestBench.make(configLines: lines)
        #expect(try await bench.session().execute("echo in").text == "in\n")
    }

    @Test("a server without a common algorithm fails with the category and its offer")
    func noCommonAlgorithm() async throws {
        for (line, category) in [
            ("KexAlgorithms sntrup761x25519-sha512@openssh.com", "key exchange"), ("Ciphers aes256-cbc", "cipher"),
        ] {
            let bench = try await SSHTestBench.make(configLines: [line])
            let error = await sshError { _ = try await bench.session() }
            #expect(error?.code == .keyExchangeFailed)
            #expect(error?.message.contains(category) == true)
            #expect(error?.message.contains(String(line.split(separator: " ")[1])) == true)
            #expect(error?.hint?.contains("libssh2 1.") == true)
        }
    }
}

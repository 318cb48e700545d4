import Foundation
import Logging
import ServiceLifecycle
import TestSupport
import Testing
import Web

@Suite("TLS identity")
struct TLSTests {
    @Test("the certificate names localhost, 127.0.0.1 and what was asked for, and belongs to its key")
    func certificate() async throws {
        let identity = try TLSIdentity.selfSigned(names: ["node7.example.net", "192.0.2.9"])
        let directory = try TemporaryDirectory()
        try directory.write("cert.pem", bytes: identity.certificatePEM)
        try directory.write("key.pem", bytes: identity.privateKeyPEM, mode: 0o600)
        let certificate = "\(directory.path)/cert.pem"
        let text = try await TestCommand.run(["openssl", "x509", "-in", certificate, "-noout", "-text"]).text
        for name in ["DNS:localhost", "IP Address:127.0.0.1", "DNS:node7.example.net", "IP Address:192.0.2.9"] {
            #expect(text.contains(name))
        }
        #expect(text.contains("TLS Web Server Authentication") && text.contains("ecdsa-with-SHA256"))
        let ofCertificate = try await TestCommand.run(["openssl", "x509", "-in", certificate, "-noout", "-pubkey"]).text
        let ofKey = try await TestCommand.run(["openssl", "pkey", "-in", "\(directory.path)/key.pem", "-pubout"]).text
        #expect(ofCertificate == ofKey && ofKey.contains("BEGIN PUBLIC KEY"))
        let verified = try await TestCommand.run(["openssl", "verify", "-CAfile", certificate, certificate]).text
        #expect(verified.contains(": OK"))
        _ = try await TestCommand.run(["openssl", "x509", "-in", certificate, "-noout", "-checkend", "\(396 * 86_400)"])
        let tooLong = try await TestCommand.run(
            ["openssl", "x509", "-in", certificate, "-noout", "-checkend", "\(398 * 86_400)"], mayFail: true)
        #expect(tooLong.status == 1)
    }

    @Test("two identities have keys and serial numbers of their own")
    func distinct() throws {
        let first = try TLSIdentity.selfSigned(names: [])
        let second = try TLSIdentity.selfSigned(names: [])
        #expect(first.privateKeyPEM != second.privateKeyPEM && first.certificatePEM != second.certificatePEM)
    }

    @Test("the server speaks TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1, and nothing older")
    func handshakes() async throws {
        let identity = try TLSIdentity.selfSigned(names: [])
        var quiet = Logger(label: "tls test")
        quiet.logLevel = .critical
        let bench = WebBench.routes(gate: Gate(), calls: .init(0))
        let responder = APIResponder(
            routes: RouteTable(bench), authenticator: NamedAuthenticator(), idempotency: MemoryIdempotencyStore(),
            features: SwitchedFeatures(), logger: quiet, onDenial: { _, _, _ in }, onMissingFeature: { _, _, _ in })
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = WebServer(
            host: "127.0.0.1", port: 0, certificate: try ServerCertificate(identity), responder: responder,
            logger: quiet
        ) {
            listening.yield($0)
        }
        let group = ServiceGroup(services: [server], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            func handshake(_ options: [String], _ input: String = "") async throws -> TestCommand.Output {
                try await TestCommand.run(
                    ["timeout", "10", "openssl", "s_client", "-connect", "127.0.0.1:\(port)"] + options, input: input,
                    mayFail: true)
            }
            #expect(try await handshake(["-tls1_3", "-alpn", "h2"]).text.contains("ALPN protocol: h2"))
            #expect(try await handshake(["-tls1_2", "-alpn", "http/1.1"]).text.contains("ALPN protocol: http/1.1"))
            let old = try await handshake(["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
            #expect(old.status != 0 && !old.text.contains("Server certificate"))
            let answer = try await handshake(
                ["-quiet", "-ign_eof"], "GET /api/v1/open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            #expect(answer.text.contains("HTTP/1.1 200") && answer.text.contains("\"anonymous\""))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}

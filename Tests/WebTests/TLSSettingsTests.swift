import Foundation
import TestSupport
import Testing
import Web

@Suite("TLS settings")
struct TLSSettingsTests {
    private func handshake(_ port: Int, _ options: [String]) async throws -> TestCommand.Output {
        try await TestCommand.run(
            ["timeout", "10", "openssl", "s_client", "-connect", "127.0.0.1:\(port)"] + options, mayFail: true)
    }

    private func serial(_ port: Int) async throws -> String {
        try await TestCommand.run([
            "sh", "-c",
            "timeout 10 openssl s_client -connect 127.0.0.1:\(port) </dev/null 2>/dev/null | openssl x509 -noout -serial",
        ]).text
    }

    @Test("R9: TLS 1.2 and 1.3 with forward secrecy and authenticated encryption, and nothing else")
    func ciphers() async throws {
        try await TLSBench.run { bench in
            for cipher in [
                "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305",
            ] {
                let answer = try await handshake(bench.port, ["-tls1_2", "-cipher", cipher])
                #expect(answer.text.contains("Cipher is \(cipher)"), "\(cipher)")
            }
            for cipher in [
                "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-GCM-SHA256", "DHE-RSA-AES128-GCM-SHA256",
                "AES256-SHA",
            ] {
                let answer = try await handshake(bench.port, ["-tls1_2", "-cipher", "\(cipher):@SECLEVEL=0"])
                #expect(!answer.text.contains("Server certificate"), "\(cipher)")
            }
            for suite in ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"] {
                let answer = try await handshake(bench.port, ["-tls1_3", "-ciphersuites", suite])
                #expect(answer.text.contains("Cipher is \(suite)"), "\(suite)")
            }
            for version in ["-tls1", "-tls1_1"] {
                let answer = try await handshake(bench.port, [version, "-cipher", "ALL:@SECLEVEL=0"])
                #expect(answer.status != 0 && !answer.text.contains("Server certificate"), "\(version)")
            }
            for (curve, isSpoken) in [("X25519", true), ("P-256", true), ("P-384", true), ("P-521", false)] {
                let answer = try await handshake(bench.port, ["-curves", curve])
                #expect(answer.text.contains("Server certificate") == isSpoken, "\(curve)")
            }
        }
    }

    @Test("another pair serves new connections at once; one that cannot be used leaves the last good one")
    func replacement() async throws {
        let first = try TLSIdentity.selfSigned(names: ["one.example"])
        let second = try TLSIdentity.selfSigned(names: ["two.example"])
        let certificate = try ServerCertificate(first)
        try await TLSBench.run(certificate: certificate) { bench in
            let before = try await serial(bench.port)
            #expect(try certificate.replace(with: second))
            let after = try await serial(bench.port)
            #expect(before.hasPrefix("serial=") && after.hasPrefix("serial=") && before != after)
            #expect(try !certificate.replace(with: second))
            let bad: [TLSIdentity] = [
                TLSIdentity(certificatePEM: first.certificatePEM, privateKeyPEM: second.privateKeyPEM),
                TLSIdentity(certificatePEM: first.certificatePEM, privateKeyPEM: Array("nonsense".utf8)),
                TLSIdentity(certificatePEM: Array("nonsense".utf8), privateKeyPEM: first.privateKeyPEM),
                TLSIdentity(certificatePEM: [], privateKeyPEM: []),
            ]
            for identity in bad {
                #expect(throws: ServerCertificate.Fault.self) { try certificate.replace(with: identity) }
                #expect(throws: ServerCertificate.Fault.self) { try ServerCertificate(identity) }
            }
            #expect(throws: ServerCertificate.Fault.self) {
                try certificate.replace(with: first, at: .now.addingTimeInterval(398 * 86_400))
            }
            #expect(throws: ServerCertificate.Fault.self) {
                try certificate.replace(with: first, at: .now.addingTimeInterval(-86_400))
            }
            #expect(try await serial(bench.port) == after)
        }
    }

    @Test("an RSA key serves as well, in both PEM forms")
    func rsa() async throws {
        let directory = try TemporaryDirectory()
        try await TestCommand.run([
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=rsa.example",
            "-keyout", "\(directory.path)/key.pem", "-out", "\(directory.path)/cert.pem",
        ])
        try await TestCommand.run([
            "openssl", "rsa", "-in", "\(directory.path)/key.pem", "-traditional", "-out", "\(directory.path)/old.pem",
        ])
        for file in ["key.pem", "old.pem"] {
            let identity = TLSIdentity(
                certificatePEM: try directory.read("cert.pem"), privateKeyPEM: try directory.read(file))
            try await TLSBench.run(certificate: try ServerCertificate(identity)) { bench in
                let answer = try await handshake(bench.port, ["-tls1_2"])
                #expect(answer.text.contains("Cipher is ECDHE-RSA-"))
            }
        }
    }
}

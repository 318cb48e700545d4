import Core
import Crypto
import Foundation
import TestSupport
import Testing

@testable import Licensing

@Suite("Issuer keys")
struct IssuerKeyTests {
    /// The public key of RFC 8037 appendix A.1, whose private half is printed beside it.
    private static let published = Ed25519PEM.encode(
        publicKey: [
            0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1,
            0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
        ])

    private func withFolder(_ body: (TemporaryDirectory, String) throws -> Void) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/keys"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try body(directory, path)
    }

    @Test("OpenSSL reads the keys that are made here, and the other way round")
    func openSSL() async throws {
        let directory = try TemporaryDirectory()
        let pair = LicenseIssuer.KeyPair.make()
        try directory.write("key.pem", pair.privateKeyPEM, mode: 0o600)
        let openssl = ["openssl", "pkey", "-in"]
        let derived = try await TestCommand.run(openssl + [directory.path + "/key.pem", "-pubout"])
        #expect(derived.text == pair.publicKeyPEM)
        let file = directory.path + "/other.pem"
        try await TestCommand.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", file])
        let other = try LicenseIssuer(privateKeyPEM: String(contentsOfFile: file, encoding: .utf8))
        let otherPublic = try await TestCommand.run(openssl + [file, "-pubout"])
        #expect(try IssuerKey(pem: otherPublic.text, role: .current).id == other.keyID)
        let script = "openssl pkey -in \(file) -pubout -outform DER | openssl dgst -sha256 -binary | base64"
        let digest = try await TestCommand.run(["sh", "-c", script]).text
        let id = digest.replacing("+", with: "-").replacing("/", with: "_").filter { $0 != "=" && $0 != "\n" }
        #expect(id == other.keyID)
    }

    @Test("anything else than one Ed25519 key is refused and named")
    func wrongKeys() async throws {
        let good = LicenseIssuer.KeyPair.make()
        let rsa = try await TestCommand.run([
            "sh", "-c", "openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 2>/dev/null",
        ]).text
        let x25519 = try await TestCommand.run(["openssl", "genpkey", "-algorithm", "x25519"]).text
        for pem in [
            "", "rubbish", good.privateKeyPEM, good.publicKeyPEM + good.publicKeyPEM,
            good.publicKeyPEM.replacing("-----END", with: "-----FIN"), good.publicKeyPEM.replacing("MC", with: "M*"),
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        ] {
            #expect(throws: LicensingError.self, "\(pem)") { try IssuerKey(pem: pem, role: .current) }
        }
        for pem in ["", rsa, x25519, good.publicKeyPEM] {
            #expect(throws: LicensingError.self) { try LicenseIssuer(privateKeyPEM: pem) }
        }
    }

    @Test("a file's name gives the key's role; other files than *.pem are none of the folder's business")
    func roles() throws {
        try withFolder { directory, path in
            let names: [(String, IssuerKey.Role)] = [
                ("current", .current), ("acme", .current), ("prev", .previous), ("prev-2025", .previous),
                ("previous", .current), ("deprecated", .deprecated), ("deprecated-x", .deprecated),
            ]
            var expected: [String: IssuerKey.Role] = [:]
            for (name, role) in names {
                let pair = LicenseIssuer.KeyPair.make()
                try directory.write("keys/\(name).pem", pair.publicKeyPEM)
                expected[pair.keyID] = role
            }
            try directory.write("keys/README", "not a key")
            let content = IssuerKeyFolder(path: path).read()
            #expect(content.faults.isEmpty && content.warnings.isEmpty)
            #expect(Dictionary(uniqueKeysWithValues: content.ring.keys.map { ($0.id, $0.role) }) == expected)
        }
    }

    @Test("no folder is no key; a file that is none, or that others can change, is passed over and told")
    func faults() throws {
        #expect(IssuerKeyFolder(path: "/nonexistent/keys").read().ring.isEmpty)
        #expect(IssuerKeyFolder(path: "/nonexistent/keys").read().faults.isEmpty)
        try withFolder { directory, path in
            let pem = LicenseIssuer.KeyPair.make().publicKeyPEM
            try directory.write("keys/good.pem", pem)
            try directory.write("keys/open.pem", LicenseIssuer.KeyPair.make().publicKeyPEM, mode: 0o664)
            try directory.write("keys/empty.pem", "")
            try directory.write("keys/large.pem", String(repeating: "x", count: 5_000))
            symlink(path + "/good.pem", path + "/link.pem")
            mkfifo(path + "/fifo.pem", 0o644)
            let foreign = path + "/foreign.pem"
            try directory.write("keys/foreign.pem", LicenseIssuer.KeyPair.make().publicKeyPEM)
            #expect(chown(foreign, 65_534, 65_534) == 0)
            let content = IssuerKeyFolder(path: path).read()
            #expect(content.ring.keys.count == 1)
            #expect(content.faults.count == 6, "\(content.faults)")
            for name in ["open", "empty", "large", "link", "fifo", "foreign"] {
                #expect(content.faults.contains { $0.contains("/\(name).pem") }, "\(name)")
            }
            #expect(content.faults.contains { $0.contains("chmod go-w") })
            chmod(path, 0o777)
            let open = IssuerKeyFolder(path: path).read()
            #expect(open.ring.isEmpty && open.faults.count == 1)
        }
    }

    @Test("a folder of too many keys is read as far as the limit")
    func many() throws {
        try withFolder { directory, path in
            for index in 100..<140 {
                try directory.write("keys/\(index).pem", LicenseIssuer.KeyPair.make().publicKeyPEM)
            }
            let content = IssuerKeyFolder(path: path).read()
            #expect(content.ring.keys.count == 32 && content.faults.count == 1)
        }
    }

    @Test("a key whose private half is published is refused by a release build and warned about by a debug build")
    func publishedKeys() throws {
        let id = try IssuerKey(pem: Self.published, role: .current).id
        #expect(PublishedKeys.ids.contains(id))
        for byte: UInt8 in [0, 1] {
            let seed = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: byte, count: 32))
            let pem = Ed25519PEM.encode(publicKey: seed.publicKey.rawRepresentation)
            #expect(PublishedKeys.ids.contains(try IssuerKey(pem: pem, role: .current).id))
        }
        #expect(PublishedKeys.verdict(on: id, in: .release) == .refused)
        #expect(PublishedKeys.verdict(on: id, in: .debug) == .warned)
        let own = LicenseIssuer.KeyPair.make().keyID
        #expect(PublishedKeys.verdict(on: own, in: .release) == .unknown)
        #expect(PublishedKeys.ids.allSatisfy { Base64URL.decode($0.utf8)?.count == 32 })
        try withFolder { directory, path in
            try directory.write("keys/demo.pem", Self.published)
            let release = IssuerKeyFolder(path: path, build: .release).read()
            #expect(release.ring.isEmpty && release.faults.count == 1 && release.warnings.isEmpty)
            let debug = IssuerKeyFolder(path: path, build: .debug).read()
            #expect(debug.ring.keys.count == 1 && debug.faults.isEmpty && debug.warnings.count == 1)
        }
    }
}

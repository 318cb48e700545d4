import Foundation
import Testing

@testable import PluginHost

@Suite struct TrustMinisignTests {
    /// Runs minisign in a folder and returns whether it was content.
    private func minisign(_ arguments: [String], in folder: String, input: String = "") throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/minisign")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let pipe = Pipe()
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private let message = Array("manifest = 1\nid = \"com.acme.disk\"\n".utf8)

    @Test("BLAKE2b gives the digests of RFC 7693 and of b2sum, for every length around a block")
    func blake2b() throws {
        let abc =
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
        #expect(BLAKE2b.hash(Array("abc".utf8), count: 64).map { String(format: "%02x", $0) }.joined() == abc)
        let folder = try PluginFixture.temporaryDirectory()
        for (count, size) in [(0, 64), (1, 64), (127, 64), (128, 64), (129, 32), (256, 32), (1_000, 64)] {
            let file = "\(folder)/data"
            try Data((0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }).write(to: URL(fileURLWithPath: file))
            try PluginFixture.run("/bin/sh", ["-c", "b2sum -l \(size * 8) \(file) > \(folder)/sum"])
            let sum = try String(contentsOfFile: "\(folder)/sum", encoding: .utf8).prefix { $0 != " " }
            let own = BLAKE2b.hash(try bytes(file), count: size).map { String(format: "%02x", $0) }.joined()
            #expect(own == sum, "\(count) bytes")
        }
    }

    @Test("minisign verifies what is signed here, with a public key file from here")
    func signedHere() throws {
        let folder = try PluginFixture.temporaryDirectory()
        let key = MinisignSecretKey()
        try Data(message).write(to: URL(fileURLWithPath: "\(folder)/plugin.toml"))
        try Data(key.publicKey.file).write(to: URL(fileURLWithPath: "\(folder)/key.pub"))
        for algorithm in [MinisignSignature.Algorithm.legacy, .prehashed] {
            let signature = try key.sign(message, trustedComment: "com.acme.disk 1.0.0 now", algorithm: algorithm)
            try Data(signature.file).write(to: URL(fileURLWithPath: "\(folder)/plugin.toml.minisig"))
            #expect(try minisign(["-V", "-m", "plugin.toml", "-p", "key.pub"], in: folder), "\(algorithm)")
            #expect(try minisign(["-V", "-m", "plugin.toml", "-P", key.publicKey.text], in: folder))
        }
        try Data(message + [0]).write(to: URL(fileURLWithPath: "\(folder)/plugin.toml"))
        #expect(try !minisign(["-V", "-m", "plugin.toml", "-p", "key.pub"], in: folder))
    }

    @Test(
        "minisign signs with a secret key file from here, with and without a password", arguments: [nil, "pass word"])
    func secretKeyThere(password: String?) async throws {
        try await PluginFixture.onThread { try secretKeyThereWork(password) }
    }

    private func secretKeyThereWork(_ password: String?) throws {
        let folder = try PluginFixture.temporaryDirectory()
        let key = MinisignSecretKey()
        try Data(message).write(to: URL(fileURLWithPath: "\(folder)/plugin.toml"))
        try Data(key.file(password: password)).write(to: URL(fileURLWithPath: "\(folder)/key"))
        let input = password.map { $0 + "\n" } ?? ""
        #expect(try minisign(["-S", "-l", "-s", "key", "-m", "plugin.toml"], in: folder, input: input))
        let signature = try MinisignSignature(file: bytes("\(folder)/plugin.toml.minisig"))
        #expect(signature.algorithm == .legacy)
        try signature.verify(message, with: key.publicKey)
    }

    @Test("keys and signatures of minisign are read here, legacy and prehashed", arguments: [nil, "pass word"])
    func signedThere(password: String?) async throws {
        try await PluginFixture.onThread { try signedThereWork(password) }
    }

    private func signedThereWork(_ password: String?) throws {
        let folder = try PluginFixture.temporaryDirectory()
        try Data(message).write(to: URL(fileURLWithPath: "\(folder)/plugin.toml"))
        let input = password.map { "\($0)\n\($0)\n" } ?? ""
        #expect(
            try minisign(
                ["-G", "-p", "key.pub", "-s", "key"] + (password == nil ? ["-W"] : []), in: folder, input: input))
        let publicKey = try MinisignPublicKey(file: bytes("\(folder)/key.pub"))
        for (flags, algorithm) in [(["-l"], MinisignSignature.Algorithm.legacy), ([], .prehashed)] {
            #expect(
                try minisign(["-S", "-s", "key", "-m", "plugin.toml"] + flags, in: folder, input: input))
            let signature = try MinisignSignature(file: bytes("\(folder)/plugin.toml.minisig"))
            #expect(signature.algorithm == algorithm)
            try signature.verify(message, with: publicKey)
            #expect(throws: PluginError.self) { try signature.verify(message + [10], with: publicKey) }
        }
        let secret = try MinisignSecretKey(file: bytes("\(folder)/key"), password: password)
        #expect(secret.publicKey == publicKey)
        guard password != nil else { return }
        #expect(throws: PluginError.self) { try MinisignSecretKey(file: bytes("\(folder)/key"), password: nil) }
        #expect(throws: PluginError.self) { try MinisignSecretKey(file: bytes("\(folder)/key"), password: "other") }
    }

    @Test("a key's text and id survive the round trip; what is no key is refused")
    func keys() throws {
        let key = MinisignSecretKey()
        #expect(MinisignPublicKey(key.publicKey.text) == key.publicKey)
        #expect(MinisignKeyID(key.publicKey.id.description) == key.publicKey.id)
        #expect(try MinisignSecretKey(file: key.file(), password: nil).publicKey == key.publicKey)
        #expect(try MinisignPublicKey(file: Array(key.publicKey.text.utf8)) == key.publicKey)
        for text in [
            "", "RWQ", String(key.publicKey.text.dropLast()), key.publicKey.text + "=", "?" + key.publicKey.text,
        ] {
            #expect(MinisignPublicKey(text) == nil, "\(text)")
            #expect(throws: PluginError.self) { try MinisignPublicKey(file: Array(text.utf8)) }
        }
        #expect(MinisignKeyID("0123456789ABCDEG") == nil && MinisignKeyID("0123456789ABCDE") == nil)
        #expect(MinisignKeyID("+123456789ABCDEF") == nil)
        var damaged = try key.file()
        damaged[damaged.count - 60] ^= 1
        #expect(throws: PluginError.self) { try MinisignSecretKey(file: damaged, password: nil) }
    }

    @Test("a signature of another key, of other bytes, or with another comment does not fit")
    func wrong() throws {
        let key = MinisignSecretKey()
        let other = MinisignSecretKey()
        let signature = try key.sign(message, trustedComment: "com.acme.disk 1.0.0")
        try MinisignSignature(file: signature.file).verify(message, with: key.publicKey)
        #expect(throws: PluginError.self) { try signature.verify(message, with: other.publicKey) }
        let forged = MinisignPublicKey(id: key.publicKey.id, key: other.publicKey.key)
        #expect(throws: PluginError.self) { try signature.verify(message, with: forged) }
        let text = String(decoding: signature.file, as: UTF8.self)
        let comment = try MinisignSignature(file: Array(text.replacing("1.0.0", with: "1.0.1").utf8))
        do throws(PluginError) {
            try comment.verify(message, with: key.publicKey)
            Issue.record("a changed trusted comment was accepted")
        } catch {
            #expect(error.message.contains("trusted comment"))
        }
        // Nobody signs the untrusted comment.
        let untrusted = text.replacing("untrusted comment: signature", with: "untrusted comment: greetings")
        try MinisignSignature(file: Array(untrusted.utf8)).verify(message, with: key.publicKey)
        // The legacy signature of a hash must not pass for a prehashed one of the message, nor the other way round.
        let hashed = try key.sign(BLAKE2b.hash(message, count: 64), trustedComment: "x")
        #expect(throws: PluginError.self) { try hashed.verify(message, with: key.publicKey) }
    }

    @Test("every cut of a signature file is refused, and so are extra lines, spaces and other line ends")
    func malformed() throws {
        let key = MinisignSecretKey()
        let file = try key.sign(message, trustedComment: "com.acme.disk 1.0.0").file
        for count in 0..<(file.count - 1) {
            #expect(throws: PluginError.self) { try MinisignSignature(file: Array(file[..<count])) }
        }
        let text = String(decoding: file, as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        for lines in [
            lines + ["x"], [lines[0], lines[1] + " ", lines[2], lines[3]], [lines[0], lines[1], lines[3], lines[2]],
            [lines[0], lines[1], "comment: x", lines[3]], [lines[0], "", lines[2], lines[3]],
            [lines[0] + String(repeating: "x", count: 2_000), lines[1], lines[2], lines[3]],
            [lines[0] + "\u{1b}[2J", lines[1], lines[2], lines[3]],
        ] {
            #expect(throws: PluginError.self, "\(lines)") {
                try MinisignSignature(file: Array(lines.joined(separator: "\n").utf8))
            }
        }
        #expect(throws: PluginError.self) {
            try MinisignSignature(file: file + [UInt8](repeating: 10, count: MinisignSignature.sizeLimit))
        }
        // The form that minisign gives its own comments has a tab.
        let own = try key.sign(message, trustedComment: "timestamp:1\tfile:plugin.toml")
        #expect(own.trustedComment == "timestamp:1 file:plugin.toml")
        try MinisignSignature(file: Array(lines.joined(separator: "\r\n").utf8)).verify(message, with: key.publicKey)
    }
}

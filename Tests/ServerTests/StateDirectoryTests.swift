import Foundation
import Glibc
import TestSupport
import Testing

@testable import Server

@Suite("State directory")
struct StateDirectoryTests {
    private func mode(_ path: String) -> mode_t {
        var information = stat()
        return stat(path, &information) == 0 ? information.st_mode & 0o777 : 0
    }

    @Test("missing keys are made once, for the owner's eyes alone, and found again")
    func made() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/deep/state"
        var created: [String] = []
        let first = try StateDirectory(path: path)
        let credential = try first.credentialKey(at: "") { created.append($0) }
        let token = try first.tokenKey(at: "") { created.append($0) }
        let identity = try first.tlsFiles(certificate: "", key: "") { created.append($0) }.read()
        #expect(credential.count == 32 && token.contains("PRIVATE KEY") && created.count == 3)
        for file in ["keys/credential.key", "keys/jwt_private.pem", "tls/key.pem"] {
            #expect(mode("\(path)/\(file)") == 0o600)
        }
        for folder in ["keys", "tls"] { #expect(mode("\(path)/\(folder)") == 0o700) }
        let second = try StateDirectory(path: path)
        #expect(try second.credentialKey(at: "") { created.append($0) } == credential)
        #expect(try second.tokenKey(at: "") { created.append($0) } == token)
        #expect(
            try second.tlsFiles(certificate: "", key: "") { created.append($0) }.read().certificatePEM
                == identity.certificatePEM)
        #expect(created.count == 3)
    }

    @Test("a secret that others may read, a link and a folder are refused", arguments: [0o640, 0o604, 0o620, 0o666])
    func modes(mode: Int) throws {
        let directory = try TemporaryDirectory()
        try directory.write("key", "secret", mode: mode_t(mode))
        #expect(throws: ServerError.self) { try StateDirectory.readSecret("\(directory.path)/key") }
        try directory.write("good", "secret", mode: 0o600)
        symlink("\(directory.path)/good", "\(directory.path)/link")
        #expect(throws: ServerError.self) { try StateDirectory.readSecret("\(directory.path)/link") }
        #expect(throws: ServerError.self) { try StateDirectory.readSecret(directory.path) }
        #expect(throws: ServerError.self) { try StateDirectory.readSecret("\(directory.path)/missing") }
        #expect(try StateDirectory.readSecret("\(directory.path)/good") == Array("secret".utf8))
    }

    @Test("a key that was configured is never made: a missing one is an error")
    func configured() throws {
        let directory = try TemporaryDirectory()
        let state = try StateDirectory(path: "\(directory.path)/state")
        #expect(throws: ServerError.self) { try state.credentialKey(at: "\(directory.path)/elsewhere") { _ in } }
        #expect(throws: ServerError.self) { try state.tokenKey(at: "\(directory.path)/elsewhere") { _ in } }
        #expect(access("\(directory.path)/elsewhere", F_OK) != 0)
    }

    @Test("a file is written whole, replaces the old one and leaves nothing beside it")
    func written() throws {
        let directory = try TemporaryDirectory()
        for text in ["one", "two"] {
            try StateDirectory.write(Array(text.utf8), to: "\(directory.path)/file", mode: 0o600)
            #expect(try directory.read("file") == Array(text.utf8))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["file"])
    }
}

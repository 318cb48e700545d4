import Foundation
import Logging
import SSH
import TestSupport
import Testing

@Suite("Connecting")
struct ConnectTests {
    @Test(
        "every key type logs in, whatever the file's form",
        arguments: [
            ["-t", "ed25519"], ["-t", "ecdsa", "-b", "256"], ["-t", "ecdsa", "-b", "384"],
            ["-t", "ecdsa", "-b", "521"],
            ["-t", "rsa", "-b", "2048"], ["-t", "rsa", "-b", "3072", "-m", "PEM"], ["-t", "ecdsa", "-m", "PKCS8"],
        ])
    func keyTypes(options: [String]) async throws {
        let bench = try await SSHTestBench.make(key: options)
        let session = try await bench.session()
        #expect(try await session.execute("echo $USER").text == bench.user.name + "\n")
        #expect(session.report.authMethod == .publicKey)
    }

    @Test("an encrypted key logs in with its passphrase and fails by name without or with another")
    func encryptedKey() async throws {
        let bench = try await SSHTestBench.make()
        let key = try await TestKey.make(["-t", "rsa"], passphrase: "open sesame")
        try bench.server.directory.write("authorized_keys", key.publicLine + "\n")
        var credential = SSHCredential(username: bench.user.name, privateKey: key.file)
        credential.passphrase = Array("open sesame".utf8)
        #expect(try await bench.session(credential).execute("echo in").text == "in\n")
        credential.passphrase = Array("wrong".utf8)
        #expect(await sshError { _ = try await bench.session(credential, version: "2") }?.code == .keyPassphraseWrong)
        credential.passphrase = nil
        let missing = await sshError { _ = try await bench.session(credential, version: "3") }
        #expect(missing?.code == .keyPassphraseMissing)
        #expect(missing?.report?.failed == .authentication)
    }

    @Test("the report tells every rung")
    func report() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        #expect(session.report.reached == .authentication)
        _ = try await session.execute("true")
        let report = session.report
        #expect(report.reached == .session)
        #expect(report.failed == nil)
        #expect(report.peerAddress == "127.0.0.1")
        #expect(report.serverBanner?.hasPrefix("SSH-2.0-OpenSSH") == true)
        #expect(report.kexAlgorithm?.isEmpty == false)
        #expect(report.hostKeyAlgorithm == "ssh-ed25519")
        #expect(report.cipherOut != nil && report.cipherIn != nil)
        #expect(report.hostKeyType == "ssh-ed25519")
        #expect(report.methodsOffered == ["publickey"])
        #expect(!report.reused)
        let timings = report.timings
        #expect(timings.resolve != nil && timings.tcp ?? 0 > 0 && timings.banner ?? 0 > 0)
        #expect(timings.keyExchange ?? 0 > 0 && timings.hostKey != nil && timings.authentication ?? 0 > 0)
    }

    @Test("a name is resolved, and one that does not exist fails as such")
    func names() async throws {
        let bench = try await SSHTestBench.make()
        var target = bench.target()
        target.address = "localhost"
        let session = try await bench.engine.session(for: target)
        #expect(try await session.execute("echo in").text == "in\n")
        target.address = "does-not-exist.invalid"
        let engine = bench.engine
        let missing = target
        let error = await sshError { _ = try await engine.session(for: missing) }
        #expect(error?.code == .resolveFailed)
        #expect(error?.report?.failed == .resolve)
    }

    @Test("password and keyboard-interactive log in; a wrong password is refused after one try")
    func passwords() async throws {
        let bench = try await SSHTestBench.make(passwords: true)
        var credential = SSHCredential(username: bench.user.name, password: Array(bench.user.password.utf8))
        let byPassword = try await bench.session(credential)
        #expect(byPassword.report.authMethod == .password)
        #expect(try await byPassword.execute("echo in").text == "in\n")
        credential.preferredMethod = .keyboardInteractive
        let byPrompt = try await bench.session(credential, version: "2")
        #expect(byPrompt.report.authMethod == .keyboardInteractive)
        #expect(try await byPrompt.execute("echo in").text == "in\n")
        credential.password = Array("wrong".utf8)
        credential.preferredMethod = nil
        let wrong = await sshError { _ = try await bench.session(credential, version: "3") }
        #expect(wrong?.code == .authenticationFailed)
        #expect(wrong?.report?.reached == .hostKey)
        #expect(wrong.map { "\($0) \($0.message)" }?.contains("wrong") == false)
        #expect(bench.server.log.components(separatedBy: "Failed password").count == 2)
        #expect(!bench.server.log.contains("Failed keyboard-interactive"))
    }

    @Test("a server that only prompts is given the password at its prompt")
    func promptsOnly() async throws {
        let bench = try await SSHTestBench.make(passwords: true, configLines: ["PasswordAuthentication no"])
        let credential = SSHCredential(username: bench.user.name, password: Array(bench.user.password.utf8))
        let session = try await bench.session(credential)
        #expect(session.report.authMethod == .keyboardInteractive)
    }

    @Test("a server that wants key and password gets both")
    func bothRequired() async throws {
        let bench = try await SSHTestBench.make(
            passwords: true, configLines: ["AuthenticationMethods publickey,password"])
        let session = try await bench.session(bench.passwordCredential)
        #expect(try await session.execute("echo in").text == "in\n")
    }

    @Test("a key that the server does not know, and a credential that fits nothing, are told apart")
    func refusedKey() async throws {
        let bench = try await SSHTestBench.make()
        let other = try await TestKey.make(["-t", "ed25519"])
        let refused = await sshError {
            _ = try await bench.session(SSHCredential(username: bench.user.name, privateKey: other.file))
        }
        #expect(refused?.code == .authenticationFailed)
        let unusable = await sshError {
            _ = try await bench.session(SSHCredential(username: bench.user.name, password: Array("x".utf8)))
        }
        #expect(unusable?.code == .noAuthMethod)
    }

    @Test("no text form of a credential or target shows a secret")
    func redaction() {
        let credential = SSHCredential(
            username: "admin", privateKey: Array("KEYFILE".utf8), passphrase: Array("PHRASE".utf8),
            password: Array("SECRET".utf8))
        let target = SSHTarget(hostID: UUID(), address: "h", credential: credential, credentialVersion: "1")
        var dumped = ""
        dump(target, to: &dumped)
        let bytes = "\(Array("SECRET".utf8))".dropFirst().dropLast()
        for text in ["\(credential)", String(reflecting: credential), "\(target)", String(reflecting: target), dumped] {
            #expect(!text.contains("SECRET") && !text.contains(bytes))
        }
    }
}

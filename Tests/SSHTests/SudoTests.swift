import Foundation
import SSH
import TestSupport
import Testing

@Suite("Becoming root for a command")
struct SudoTests {
    private let required = SudoPolicy(need: .required, allowPassword: true)

    @Test("without a password rule, sudo is used without one")
    func noPassword() async throws {
        let bench = try await SSHTestBench.make(sudo: .withoutPassword)
        let session = try await bench.session(bench.passwordCredential)
        for known in [PrivilegeMode.nopasswd, .password, nil] {
            let policy = SudoPolicy(need: .required, allowPassword: true, knownMode: known)
            let (result, mode) = try await session.executeWithPrivilege("id -u", policy: policy)
            #expect(String(decoding: result.stdout, as: UTF8.self) == "0\n")
            #expect(mode == .nopasswd)
        }
        let (failing, mode) = try await session.executeWithPrivilege("sh -c 'echo no >&2; exit 1'", policy: required)
        #expect(failing.exitCode == 1 && mode == .nopasswd)
        let (plain, none) = try await session.executeWithPrivilege("id -u", policy: .never)
        #expect(String(decoding: plain.stdout, as: UTF8.self) != "0\n" && none == .none)
    }

    @Test("with a password rule, the password is given once and never shown")
    func password() async throws {
        let bench = try await SSHTestBench.make(sudo: .withPassword)
        let session = try await bench.session(bench.passwordCredential)
        for known in [PrivilegeMode.password, nil] {
            let policy = SudoPolicy(need: .required, allowPassword: true, knownMode: known)
            let (result, mode) = try await session.executeWithPrivilege("id -u", policy: policy)
            #expect(String(decoding: result.stdout, as: UTF8.self) == "0\n")
            #expect(mode == .password)
            #expect(result.stderr.isEmpty)
        }
        // The command must find its input closed, not the password in it.
        let (read, _) = try await session.executeWithPrivilege(
            "cat", policy: .init(need: .required, allowPassword: true, knownMode: .password))
        #expect(read.stdout.isEmpty && read.exitCode == 0)
        let log = try await bench.user.sudoLogText()
        #expect(!log.contains(bench.user.password))
    }

    @Test("a wrong password costs exactly one attempt and is not tried again")
    func wrongPassword() async throws {
        let bench = try await SSHTestBench.make(sudo: .withPassword)
        var credential = bench.passwordCredential
        credential.password = Array("not the password".utf8)
        let session = try await bench.session(credential)
        let error = await sshError { _ = try await session.executeWithPrivilege("id -u", policy: required) }
        #expect(error?.code == .sudoPasswordRejected)
        let again = await sshError { _ = try await session.executeWithPrivilege("id -u", policy: required) }
        #expect(again?.code == .sudoPasswordRejected)
        let (plain, mode) = try await session.executeWithPrivilege(
            "id -u", policy: .init(need: .ifNeeded, allowPassword: true))
        #expect(String(decoding: plain.stdout, as: UTF8.self) != "0\n" && mode == .none)
        let log = try await bench.user.sudoLogText()
        #expect(log.components(separatedBy: "incorrect password attempt").count == 2)
        #expect(log.contains("1 incorrect password attempt"))
    }

    @Test("a user without rights, and a password that policy forbids, are denied")
    func denied() async throws {
        let stranger = try await SSHTestBench.make()
        let first = try await stranger.session(stranger.passwordCredential)
        let error = await sshError { _ = try await first.executeWithPrivilege("id -u", policy: required) }
        #expect(error?.code == .sudoDenied)
        let bench = try await SSHTestBench.make(sudo: .withPassword)
        let session = try await bench.session(bench.passwordCredential)
        let forbidden = await sshError {
            _ = try await session.executeWithPrivilege("id -u", policy: .init(need: .required))
        }
        #expect(forbidden?.code == .sudoDenied)
        #expect(try await bench.user.sudoLogText().contains("incorrect") == false)
    }
}

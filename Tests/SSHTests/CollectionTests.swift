import Foundation
import SSH
import TestSupport
import Testing

@Suite("Collections")
struct CollectionTests {
    private let allowed = SudoPolicy(need: .ifNeeded, allowPassword: true)

    private let both = [
        CollectionSection(name: "user", command: "id -u; echo \"it's\" here"),
        CollectionSection(name: "root", part: .root, command: "id -u; id -u >&2"),
    ]

    private func text(_ result: CollectionResult, _ name: String) -> String? {
        result.sections.first { $0.name == name }.map { String(decoding: $0.output, as: UTF8.self) }
    }

    private func verdicts(_ result: CollectionResult) -> [SectionVerdict] { result.sections.map(\.verdict) }

    @Test("user and root sections come back over one channel without a password")
    func noPassword() async throws {
        let bench = try await SSHTestBench.make(sudo: .withoutPassword)
        let session = try await bench.session(bench.passwordCredential)
        let result = try await session.collect(.init(sections: both, sudo: allowed))
        #expect(verdicts(result) == [.ok, .ok])
        #expect(text(result, "user")?.hasSuffix("\nit's here\n") == true)
        #expect(text(result, "root") == "0\n")
        #expect(String(decoding: result.sections[1].stderr, as: UTF8.self).contains("0\n"))
        #expect(result.privilege == .nopasswd && result.rootPartRan && result.rootRefusal == nil)
        #expect(result.channels == 1 && result.bytesReceived > 100 && result.duration > 0)
        // A wrong guess about the host must be harmless: the password is not sent, or not run as a command.
        let guessed = try await session.collect(
            .init(sections: both, sudo: .init(need: .required, allowPassword: true, knownMode: .password)))
        #expect(guessed.sections.map(\.name) == ["user", "root"])
        #expect(verdicts(guessed) == [.ok, .ok])
        #expect(try await session.execute("echo on").text == "on\n")
    }

    @Test("the password is used where sudo asks for it", arguments: [PrivilegeMode.password, nil])
    func password(known: PrivilegeMode?) async throws {
        let bench = try await SSHTestBench.make(sudo: .withPassword)
        let session = try await bench.session(bench.passwordCredential)
        let result = try await session.collect(
            .init(sections: both, sudo: .init(need: .ifNeeded, allowPassword: true, knownMode: known)))
        #expect(verdicts(result) == [.ok, .ok])
        #expect(text(result, "root") == "0\n")
        #expect(result.privilege == .password)
        let log = try await bench.user.sudoLogText()
        #expect(!log.contains(bench.user.password) && !log.contains("incorrect"))
    }

    @Test("a wrong password is one attempt; root sections are denied, user sections complete")
    func wrongPassword() async throws {
        let bench = try await SSHTestBench.make(sudo: .withPassword)
        var credential = bench.passwordCredential
        credential.password = Array("not the password".utf8)
        let session = try await bench.session(credential)
        for _ in 0..<2 {
            let result = try await session.collect(.init(sections: both, sudo: allowed))
            #expect(verdicts(result) == [.ok, .denied])
            #expect(result.privilege == .none && !result.rootPartRan)
            #expect(result.rootRefusal?.contains("rejected") == true)
        }
        let log = try await bench.user.sudoLogText()
        #expect(log.components(separatedBy: "incorrect password attempt").count == 2)
        #expect(log.contains("1 incorrect password attempt"))
    }

    @Test("where root is not allowed, root sections are denied and no sudo is tried")
    func notAllowed() async throws {
        let bench = try await SSHTestBench.make(sudo: .withPassword)
        let session = try await bench.session(bench.passwordCredential)
        let never = try await session.collect(.init(sections: both))
        #expect(verdicts(never) == [.ok, .denied])
        let noPassword = try await session.collect(.init(sections: both, sudo: .init(need: .required)))
        #expect(verdicts(noPassword) == [.ok, .denied])
        #expect(try await bench.user.sudoLogText().contains("incorrect") == false)
        try await bench.user.allow(.nothing)
        let stranger = try await session.collect(.init(sections: both, sudo: allowed))
        #expect(verdicts(stranger) == [.ok, .denied])
    }

    @Test("sections that hang, flood, exit, forge or fail harm only themselves")
    func hostileSections() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        let sections = [
            CollectionSection(name: "hang", timeoutSeconds: 1, command: "echo begun; sleep 30"),
            CollectionSection(name: "flood", timeoutSeconds: 1, maxBytes: 5_000, command: "yes"),
            CollectionSection(name: "big", maxBytes: 5_000, command: "head -c 5001 /dev/zero"),
            CollectionSection(name: "exact", maxBytes: 5_000, command: "head -c 5000 /dev/zero"),
            CollectionSection(name: "exits", command: "echo bye; exit 5"),
            CollectionSection(name: "forge", command: "echo; echo \"@$N Z\"; echo '@0000 Q 0'; echo @G"),
            CollectionSection(name: "missing", command: "no-such-tool-here"),
            CollectionSection(name: "syntax", command: "if then ("),
            CollectionSection(name: "stdin", command: "cat; echo read"),
            CollectionSection(name: "killer", command: "kill -KILL $PPID $$; sleep 5"),
            CollectionSection(name: "last", command: "printf 'no newline'"),
        ]
        let result = try await session.collect(.init(sections: sections))
        #expect(result.sections.map(\.name) == sections.map(\.name))
        #expect(
            verdicts(result).dropLast(4) == [
                .timeout, .truncated, .truncated, .ok, .failed(5), .ok, .unsupported,
            ])
        #expect(result.sections[1].output.count == 5_000)
        #expect(result.sections[3].output.count == 5_000)
        #expect(text(result, "exits") == "bye\n")
        #expect(text(result, "forge")?.contains("@0000 Q 0\n@G\n") == true)
        #expect(verdicts(result)[7] != .ok)
        #expect(text(result, "stdin") == "read\n")
        #expect(text(result, "last") == "no newline" && verdicts(result)[10] == .ok)
    }

    @Test("bounds of the whole run leave the rest unobserved, never missing")
    func wholeBounds() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        let sections = [
            CollectionSection(name: "first", command: "echo 1"),
            CollectionSection(name: "slow", timeoutSeconds: 20, command: "sleep 20"),
            CollectionSection(name: "never", command: "echo 2"),
            CollectionSection(name: "root", part: .root, command: "echo 3"),
        ]
        let start = ContinuousClock.now
        let slow = try await session.collect(.init(sections: sections, sudo: allowed, limits: .init(userSeconds: 1)))
        #expect(verdicts(slow) == [.ok, .unobserved, .unobserved, .unobserved])
        #expect(ContinuousClock.now - start < .seconds(8))
        let other = try await bench.session()
        let loud = CollectionSection(name: "loud", maxBytes: 1 << 20, command: "head -c 1000000 /dev/zero")
        let plan = CollectionPlan(sections: [loud, sections[0]], limits: .init(maxStdout: 100_000))
        #expect(verdicts(try await other.collect(plan)) == [.unobserved, .unobserved])
    }

    @Test("other login shells and noisy ones do not matter; a shell that refuses is an error")
    func shells() async throws {
        let bench = try await SSHTestBench.make()
        try await bench.user.change(shell: "/bin/bash")
        let result = try await bench.session().collect(.init(sections: [both[0]]))
        #expect(verdicts(result) == [.ok])
        try await bench.user.change(shell: "/usr/sbin/nologin")
        let error = await sshError { _ = try await bench.session(version: "2").collect(.init(sections: [both[0]])) }
        #expect(error?.code == .channelFailed)
        #expect(error?.message.contains("not available") == true)
    }

    @Test("a plan out of bounds is refused before anything is sent")
    func invalid() async throws {
        let bench = try await SSHTestBench.make()
        let session = try await bench.session()
        let bad: [[CollectionSection]] = [
            [.init(name: "a b", command: "true")], [.init(name: "-", command: "true")], [.init(name: "a", command: "")],
            [.init(name: "a", command: "true"), .init(name: "a", command: "true")],
            [.init(name: "a", timeoutSeconds: 0, command: "true")], [.init(name: "a;reboot", command: "true")],
            [.init(name: "a", maxBytes: 1 << 30, command: "true")],
        ]
        for sections in bad {
            let error = await sshError { _ = try await session.collect(.init(sections: sections)) }
            #expect(error?.code == .invalidRequest)
        }
    }
}

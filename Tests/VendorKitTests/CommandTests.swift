import Foundation
import TestSupport
import Testing

/// The commands as a vendor runs them.
@Suite("The plugin commands")
struct CommandTests {
    private static let openwatch: String = {
        let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return ProcessInfo.processInfo.environment["OPENWATCH_BINARY"]
            ?? executable.deletingLastPathComponent().appending(path: "openwatch").path
    }()

    private let directory: TemporaryDirectory
    private var package: String { "\(directory.path)/disk" }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func openwatch(_ arguments: String...) async throws -> TestCommand.Output {
        try await TestCommand.run([Self.openwatch, "plugin"] + arguments, mayFail: true)
    }

    @Test("make, build and run a plugin, and record what its host answered")
    func walk() async throws {
        let new = try await openwatch("new", "disk", "--lang", "c", "--dir", package)
        #expect(new.status == 0 && new.text.contains("com.example.disk"))
        let early = try await openwatch("run", package, "--recorded", "\(package)/recordings/full.jsonl")
        #expect(early.status == 1 && early.text.contains("build it first"))
        let build = try await openwatch("build", package)
        #expect(build.status == 0 && build.text.contains("built lib/linux-"))

        let record = "\(directory.path)/record.jsonl"
        let run = try await openwatch(
            "run", package, "--probe", "aslr", "--recorded", "\(package)/recordings/partial.jsonl", "--record", record)
        #expect(run.status == 0, "\(run.text)")
        #expect(
            run.text.contains(#"{"value":1,"expected":2}"#)
                && run.text.contains(#""event":"com.example.disk.weakened""#))
        let replay = try await openwatch("run", package, "--recorded", record, "--json", "--params", #"{"expected":0}"#)
        #expect(replay.status == 0 && replay.text.contains(#""result":{"value":1,"expected":0},"events":[]"#))
        try directory.write("previous", #"{"value":1,"expected":2}"#)
        let known = try await openwatch(
            "run", package, "--recorded", record, "--previous", "\(directory.path)/previous")
        #expect(known.status == 0 && !known.text.contains("\"event\""))

        try directory.write("other.jsonl", "{\"recording\":1}\n{\"command\":[\"id\"]}\n")
        let missing = try await openwatch("run", package, "--recorded", "\(directory.path)/other.jsonl")
        #expect(missing.status == 1)
        #expect(missing.text.contains(#"no answer to {"command":["cat","/proc/sys/kernel/randomize_va_space"]}"#))
        let wrong = try await openwatch("run", package, "--recorded", record, "--params", #"{"expected":9}"#)
        #expect(wrong.status == 1 && wrong.text.contains("expected"))
    }

    @Test("explain wrong usage with exit code 2")
    func usage() async throws {
        _ = try await openwatch("new", "disk", "--lang", "c", "--dir", package)
        try directory.write("broken.jsonl", "{\"recording\":1}\nnonsense\n")
        let recorded = "\(package)/recordings/full.jsonl"
        let wrong: [([String], String)] = [
            (["new", "disk", "--lang", "ada"], "no template for \"ada\""),
            (["new", "Disk", "--lang", "c"], "cannot be a plugin's name"),
            (["new", "disk", "--lang", "c", "--id", "disk"], "cannot be a plugin's id"),
            (["run", package], "either --target or --recorded"),
            (["run", package, "--recorded", recorded, "--key", "x"], "go with --target"),
            (["run", package, "--target", "ssh://a@b"], "needs --key or --password-file"),
            (["run", package, "--target", "ssh://a@b", "--key", recorded], "needs --known-host or --accept-host-key"),
            (["run", package, "--target", "web", "--key", recorded, "--accept-host-key"], "is not a target"),
            (["run", package, "--recorded", "/nonexistent"], "cannot be read"),
            (["run", package, "--recorded", "\(directory.path)/broken.jsonl"], "line 2: is not JSON"),
            (["run", package, "--recorded", recorded, "--probe", "disk"], "choose one with --probe: aslr"),
            (["run", package, "--recorded", recorded, "--params", "{"], "--params is not JSON"),
            (["run", "/nonexistent", "--recorded", recorded], "cannot be read"),
        ]
        for (arguments, words) in wrong {
            let output = try await TestCommand.run([Self.openwatch, "plugin"] + arguments, mayFail: true)
            #expect(output.status == 2, "\(arguments): \(output.text)")
            #expect(output.text.contains(words), "\(arguments): \(output.text)")
        }
    }

    @Test("ask a real host, by key, and say which key it showed")
    func live() async throws {
        let key = "\(directory.path)/key"
        try await TestCommand.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key])
        let user = try await SystemUser.make()
        let server = try await SSHServerFixture.start(
            .init(authorizedKeys: [String(decoding: try directory.read("key.pub"), as: UTF8.self)]))
        _ = try await openwatch("new", "disk", "--lang", "c", "--dir", package)
        _ = try await openwatch("build", package)
        let target = "ssh://\(user.name)@127.0.0.1:\(server.port)"
        let run = try await openwatch("run", package, "--target", target, "--key", key, "--accept-host-key")
        #expect(run.status == 0, "\(run.text)")
        #expect(run.text.contains(try await server.hostKeyFingerprint()) && run.text.contains("\"value\":"))
        let refused = try await openwatch(
            "run", package, "--target", target, "--key", key, "--known-host", "\(key).pub")
        #expect(refused.status == 1 && refused.text.contains("host_key"), "\(refused.text)")
    }

    @Test("log in with a password from a file, and say so when it is wrong")
    func password() async throws {
        let user = try await SystemUser.make()
        let server = try await SSHServerFixture.start(.init(passwords: true))
        _ = try await openwatch("new", "disk", "--lang", "c", "--dir", package)
        _ = try await openwatch("build", package)
        let target = "ssh://\(user.name)@127.0.0.1:\(server.port)"
        for (password, status) in [(user.password + "\n", Int32(0)), ("wrong\n", 1)] {
            try directory.write("password", password, mode: 0o600)
            let run = try await openwatch(
                "run", package, "--target", target, "--password-file", "\(directory.path)/password",
                "--accept-host-key")
            #expect(run.status == status, "\(run.text)")
            #expect(run.text.contains("authentication") == (status == 1), "\(run.text)")
            #expect(!run.text.contains(user.password))
        }
    }
}

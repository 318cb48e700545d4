import JSON
import Testing

@testable import PluginHost

/// What a plugin gains by writing to the host past its runner, and by asking for what is not its own.
@Suite(.serialized) struct WireAttackTests {
    private static func parameters(_ how: String) -> JSONValue {
        ["how": .string(how), "call": 1]
    }

    @Test(
        "frames that break the wire's rules end the runner as misbehaviour",
        arguments: ["oversize", "garbage", "lengths", "ready", "host", "event", "counts"])
    func broken(how: String) async throws {
        let attack = try await Attack.run("raw-wire", Self.parameters(how))
        let error = try attack.failure()
        #expect(error.code == .misbehaved, "\(error)")
        #expect(await attack.target.opened == 0)
    }

    @Test("a wire that is closed or cut off in a frame fails the call", arguments: ["shutdown", "close", "half"])
    func cut(how: String) async throws {
        let attack = try await Attack.run("raw-wire", Self.parameters(how), timeout: .seconds(1))
        let error = try attack.failure()
        #expect([.misbehaved, .crashed, .deadline].contains(error.code), "\(error)")
    }

    @Test("a plugin that reads the runner's messages away fails its own calls at most")
    func stolen() async throws {
        let attack = try await Attack.run("raw-wire", Self.parameters("read"), timeout: .seconds(1))
        if case .failure(let error) = attack.outcome {
            #expect([.misbehaved, .crashed, .deadline].contains(error.code), "\(error)")
        }
    }

    @Test("an answer to a call that is another's is dropped")
    func otherCall() async throws {
        let attack = try await Attack.run("raw-wire", Self.parameters("other-call"))
        #expect(attack.findings["alive"] == true, "\(attack.outcome)")
    }

    @Test("a service that the manifest does not name is refused by the host, whoever asks")
    func undeclaredService() async throws {
        let attack = try await Attack.run("raw-wire", Self.parameters("kv"))
        #expect(await attack.target.stored == 0)
    }

    @Test("sessions that were never opened run nothing")
    func sessions() async throws {
        let attack = try await Attack.run("raw-wire", Self.parameters("exec"))
        #expect(await attack.target.commands.isEmpty)
    }

    @Test("a sandbox report from a constructor ends the runner: the true one came first")
    func forgedSandbox() async throws {
        let attack = try await Attack.run("ctor-forger")
        let error = try attack.failure()
        #expect(error.code == .misbehaved && error.message.contains("SANDBOX"), "\(error)")
    }

    @Test("a plugin that accuses itself is believed a limited number of times")
    func reports() async throws {
        let attack = try await Attack.run("raw-wire", Self.parameters("reports"))
        #expect(attack.findings["alive"] == true, "\(attack.outcome)")
        #expect(attack.log.violations == ["syscall ptrace denied"])
        #expect(attack.log.crashes == [])
    }

    @Test("targets, sessions and calls that a plugin was not given open nothing")
    func handles() async throws {
        let attack = try await Attack.run("forged-handles")
        for name in ["opened", "used", "called", "kv"] { #expect(attack.found(name) == 0, "\(attack.outcome)") }
        #expect(await attack.target.opened == 0)
        #expect(await attack.target.commands.isEmpty)
    }

    @Test(
        "commands that are not in the manifest do not run, and arguments stay arguments",
        arguments: ["$(id)", "; rm -rf / #", "`id`", "' ; id ; '", "a b", "-n", "&& id", "|id", "*"])
    func commands(argument: String) async throws {
        let attack = try await Attack.run("commands", ["argument": .string(argument)])
        #expect(attack.found("open") == 0, "\(attack.outcome)")
        #expect(attack.found("ran") == 0)
        #expect((attack.found("two") ?? 0) < 0)
        #expect((attack.found("read") ?? 0) < 0)
        #expect((attack.found("climb") ?? 0) < 0)
        let ran = await attack.target.commands.map(\.commandLine)
        let quoted = "'" + argument.replacing("'", with: "'\\''") + "'"
        #expect(ran.count <= 1)
        for line in ran { #expect(line.hasSuffix(" \(quoted)") || line.hasSuffix(" \(argument)"), "\(line)") }
        if argument.contains(where: { "$;`'&|*# ".contains($0) }) {
            for line in ran { #expect(line.hasSuffix(" \(quoted)"), "\(line)") }
        }
    }

    @Test("floods of log lines stay out of the log", arguments: ["stderr", "log", "raw-log"])
    func logFlood(how: String) async throws {
        let attack = try await Attack.run("floods", Self.parameters(how), timeout: .milliseconds(700))
        #expect(attack.isDeadlineOrAnswer, "\(attack.outcome)")
        #expect(attack.log.logLines < 1_500, "\(attack.log.logLines)")
    }

    @Test("events beyond the credit, or beyond the manifest's limit, end the call")
    func eventFlood() async throws {
        let attack = try await Attack.run("floods", Self.parameters("raw-events"), timeout: .seconds(2))
        let error = try attack.failure()
        #expect([.deadline, .misbehaved].contains(error.code), "\(error)")
    }

    @Test(
        "results that are hard to read are refused and cost one call",
        arguments: [
            "deep", "deep-objects", "number", "twice", "utf8", "surrogate", "after", "nul",
        ])
    func schemaBomb(how: String) async throws {
        let error = try await Attack.run("schema-bomb", Self.parameters(how)).failure()
        #expect([.resultInvalid, .probeFailed, .limit].contains(error.code), "\(error)")
    }

    @Test("results that are large but well formed end within the limits", arguments: ["long", "wide", "digits"])
    func largeResult(how: String) async throws {
        let start = ContinuousClock.now
        let attack = try await Attack.run("schema-bomb", Self.parameters(how))
        if case .failure(let error) = attack.outcome {
            #expect([.resultInvalid, .probeFailed, .limit].contains(error.code), "\(error)")
        }
        #expect(ContinuousClock.now - start < .seconds(30))
    }
}

import Foundation
import Glibc
import JSON
import Testing

@testable import PluginHost

/// Attempts that end the plugin's process, and nothing else.
@Suite(.serialized) struct EndedTests {
    struct Hostility: Sendable, CustomTestStringConvertible {
        let plugin: String
        let parameters: JSONValue
        let call: String
        var testDescription: String { "\(plugin) \(call)" }
    }

    static let hostilities =
        [
            ("ptrace", "ptrace"), ("read", "process_vm_readv"), ("kill", "kill"), ("group", "kill"),
            ("everybody", "kill"), ("queue", "rt_sigqueueinfo"),
        ].map { Hostility(plugin: "tracer", parameters: ["how": .string($0.0)], call: $0.1) } + [
            Hostility(plugin: "exec-shell", parameters: [:], call: "execve"),
            Hostility(plugin: "exec-shell", parameters: ["image": true], call: "execveat"),
        ]
        + [
            ("bpf", 321), ("mount", 165), ("unshare", 272), ("setns", 308), ("keyctl", 250), ("perf_event_open", 298),
            ("init_module", 175), ("clock_settime", 227), ("settimeofday", 164), ("chroot", 161), ("pidfd_getfd", 438),
        ].map { Hostility(plugin: "raw-syscall", parameters: ["number": .integer(Int64($0.1))], call: $0.0) }

    @Test("what no honest plugin does ends it, by name", arguments: hostilities)
    func ended(_ hostility: Hostility) async throws {
        let attack = try await Attack.run(hostility.plugin, hostility.parameters)
        let error = try attack.failure()
        #expect(error.code == .crashed)
        #expect(error.crash?.signal == SIGSYS)
        #expect(error.message.contains("sandbox violation: system call"), "\(error)")
        #expect(error.message.contains("(\(hostility.call))"), "\(error)")
        #expect(attack.log.violations == ["syscall \(hostility.call) denied"])
        #expect(attack.log.crashes.count == 1)
        #expect(access("/tmp/openwatch-hostile-exec", F_OK) != 0)
    }

    @Test("signals cannot be aimed at others through a file either")
    func owner() async throws {
        let attack = try await Attack.run("tracer", ["how": "owner"])
        #expect(attack.found("owner") == -Int64(EPERM))
        #expect(attack.log.violations == ["syscall fcntl denied"])
    }

    @Test("system() ends the process, because the C library blocks signals around it")
    func system() async throws {
        let attack = try await Attack.run("exec-shell", ["system": true])
        if case .failure(let error) = attack.outcome {
            #expect(error.message.contains("sandbox violation"), "\(error)")
        } else {
            #expect(attack.found("system") != 0)
        }
        #expect(access("/tmp/openwatch-hostile-exec", F_OK) != 0)
    }

    @Test("a refused call with all signals blocked ends the process")
    func blockedSignals() async throws {
        let attack = try await Attack.run("handler", ["block": true])
        let error = try attack.failure()
        #expect(error.code == .crashed && error.crash?.signal == SIGSYS)
        #expect(error.message.contains("sandbox violation: a refused system call"), "\(error)")
    }

    @Test(
        "a crash says where in the plugin it was",
        arguments: [("segv", SIGSEGV), ("trap", SIGILL), ("stack", SIGSEGV)])
    func place(how: String, signal: Int32) async throws {
        let error = try await Attack.run("stubborn", ["how": .string(how)]).failure()
        #expect(error.code == .crashed && error.crash?.signal == signal, "\(error)")
        let place = try #require(error.crash?.place)
        #expect(place.hasPrefix("plugin.so+0x"), "\(place)")
        #expect(error.message.hasSuffix(" at \(place)"), "\(error)")
    }

    @Test("a signal that a plugin raises itself is a crash like any other")
    func raised() async throws {
        let error = try await Attack.run("stubborn", ["how": "raise"]).failure()
        #expect(error.code == .crashed && error.crash?.signal == SIGSEGV, "\(error)")
    }

    @Test("leaving in the middle of a call fails that call", arguments: ["exit", "_exit"])
    func leaves(how: String) async throws {
        let attack = try await Attack.run("stubborn", ["how": .string(how)])
        let error = try attack.failure()
        #expect(error.code == .crashed && error.crash?.code == 0, "\(error)")
        #expect(attack.log.crashes.count == 1)
    }

    @Test("a call that never returns, with every signal blocked, ends at its deadline")
    func forever() async throws {
        let start = ContinuousClock.now
        let error = try await Attack.run("stubborn", ["how": "forever"], timeout: .milliseconds(300)).failure()
        #expect(error.code == .deadline, "\(error)")
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test("a call whose thread ends without returning ends at its deadline")
    func threadEnds() async throws {
        let attack = try await Attack.run("stubborn", ["how": "thread"], timeout: .milliseconds(300))
        let error = try attack.failure()
        #expect(error.code == .deadline, "\(error)")
        #expect(attack.log.crashes == [])
    }
}

import Foundation
import JSON
import Logging
import ServiceLifecycle
import Testing

@testable import PluginHost

@Suite(.serialized) struct SupervisionTests {
    private static let crashOnce = """
        #include "conformance.h"
        #include <stdlib.h>
        static ow_rc run(void *inst, ow_call c, const ow_request *request) {
          if (request->attempt == 1) abort();
          return give(inst, c, "{\\"alive\\":true}");
        }
        __attribute__((section(OW_NOTE_SECTION), used, aligned(4))) static const ow_note note = {
            4, sizeof(ow_note) - 16, OW_NOTE_TYPE, "OWP", 1, OW_ABI_MINOR, 0, OW_LANG_C, "com.example.once", "1.4.2"};
        static const ow_plugin plugin = {
            .struct_size = sizeof(ow_plugin), .id = {"com.example.once", 16}, .version = {"1.4.2", 5},
            .create = plain_create, .destroy = plain_destroy, .run = run};
        OW_API const ow_plugin *ow_plugin_v1(void);
        const ow_plugin *ow_plugin_v1(void) { return &plugin; }
        """

    @Test(
        "a crash is told by its signal, costs one call, and the next runner works",
        arguments: [("segv", SIGSEGV), ("abort", SIGABRT)])
    func crash(how: String, signal: Int32) async throws {
        let directory = try PluginFixture.directory(of: ["crash"])
        let events = LifecycleLog()
        try await PluginFixture.withHost(directory, events: events) { host in
            _ = try await host.call("crash")
            let start = ContinuousClock.now
            let error = try await host.failure("crash", ["how": .string(how)])
            #expect(ContinuousClock.now - start < .seconds(2))
            #expect(error.code == .crashed)
            #expect(error.crash?.signal == signal)
            let status = try #require(host.status("crash"))
            #expect(status.runner.lastCrash?.exit.signal == signal)
            #expect(status.runner.lastCrash?.probe == "main")
            #expect(status.state == .degraded)
            let answer1 = try await host.call("crash")
            #expect(answer1.resultValue["alive"] == true)
            #expect(host.status("crash")?.state == .running)
            #expect(host.status("crash")?.runner.restarts == 1)
            #expect(events.crashes == 1)
        }
    }

    @Test("an exit is told by its code")
    func exit() async throws {
        let directory = try PluginFixture.directory(of: ["crash"])
        try await PluginFixture.withHost(directory) { host in
            let error = try await host.failure("crash", ["how": "exit"])
            #expect(error.code == .crashed && error.crash?.code == 7, "\(error)")
        }
    }

    @Test("an idempotent probe is tried once more on a fresh runner")
    func retry() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try PluginFixture.compile("once", source: Self.crashOnce, into: directory)
        try await PluginFixture.withHost(directory) { host in
            let outcome = try await host.call("com.example.once")
            #expect(outcome.attempt == 2)
            #expect(host.status("com.example.once")?.runner.restarts == 1)
        }
        let other = try PluginFixture.temporaryDirectory()
        try PluginFixture.compile(
            "once", source: Self.crashOnce, into: other,
            manifest: ManifestSample.text(id: "com.example.once", idempotent: false))
        try await PluginFixture.withHost(other) { host in
            let answer101 = try await host.failure("com.example.once").code
            #expect(answer101 == .crashed)
        }
    }

    @Test("three crashes put a plugin into quarantine, and its end lets it out again")
    func quarantine() async throws {
        let directory = try PluginFixture.directory(of: ["crash"])
        let events = LifecycleLog()
        try await PluginFixture.withHost(directory, events: events, timing: { $0.quarantine = .milliseconds(1_500) }) {
            host in
            for _ in 0..<3 {
                let answer2 = try await host.failure("crash", ["how": "abort"])
                #expect(answer2.code == .crashed)
            }
            let answer102 = try await host.failure("crash").code
            #expect(answer102 == .quarantined)
            guard case .quarantined = host.status("crash")?.state else {
                throw PluginFixture.Failure(message: "not quarantined")
            }
            #expect(host.status("crash")?.runner.pid == nil)
            #expect(events.all.contains { if case .quarantined = $0.kind { true } else { false } })
            try await Task.sleep(for: .milliseconds(1_600))
            let answer3 = try await host.call("crash")
            #expect(answer3.resultValue["alive"] == true)
        }
    }

    @Test("a plugin that cannot start fails its callers with the reason")
    func failedStarts() async throws {
        let directory = try PluginFixture.directory(of: [
            "crash-in-create", "missing-symbol", "undefined-import", "wrong-identity",
        ])
        try await PluginFixture.withHost(directory) { host in
            let crash = try await host.failure("crash-in-create")
            #expect(crash.code == .crashed && crash.crash?.signal == SIGABRT, "\(crash)")
            let symbol = try await host.failure("missing-symbol")
            #expect(symbol.code == .abi && symbol.message.contains("ow_plugin_v1"), "\(symbol)")
            let undefined = try await host.failure("undefined-import")
            #expect(undefined.message.contains("openwatch_function_that_does_not_exist"), "\(undefined)")
            let identity = try await host.failure("wrong-identity")
            #expect(identity.code == .identity && identity.message.contains("impostor"), "\(identity)")
        }
    }

    @Test("a configuration that the plugin refuses is told in its words")
    func refusedConfiguration() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        let configuration = PluginHostConfiguration(
            directories: [directory], runnerPath: try PluginFixture.runner.get(),
            pluginConfiguration: ["org.openwatch.test.echo": ["refuse": "not on a Monday"]])
        let host = PluginHost(
            configuration: configuration, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            trust: AllowListedTrustPolicy(ids: ["org.openwatch.test.echo"]))
        try host.load()
        let error = try await host.failure("echo")
        #expect(error.code == .unavailable && error.message.contains("not on a Monday"), "\(error)")
        await host.shutdown()
    }

    @Test("a missing runner is named")
    func missingRunner() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        let host = PluginHost(
            configuration: PluginHostConfiguration(directories: [directory], runnerPath: "/nonexistent/runner"),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            trust: AllowListedTrustPolicy(ids: ["org.openwatch.test.echo"]))
        try host.load()
        let error = try await host.failure("echo")
        #expect(error.code == .runnerMissing && error.message.contains("/nonexistent/runner"), "\(error)")
        await host.shutdown()
    }

    @Test("a polite call ends at its deadline, at the caller's, and at cancellation, in the same runner")
    func deadlines() async throws {
        let directory = try PluginFixture.directory(of: ["polite-hang"])
        try await PluginFixture.withHost(directory) { host in
            let answer103 = try await host.failure("polite-hang").code
            #expect(answer103 == .deadline)
            let start = ContinuousClock.now
            let answer104 = try await host.failure("polite-hang", timeout: .milliseconds(200)).code
            #expect(answer104 == .deadline)
            #expect(ContinuousClock.now - start < .milliseconds(900))
            let task = Task { try await host.failure("polite-hang") }
            try await Task.sleep(for: .milliseconds(200))
            let cancelledAt = ContinuousClock.now
            task.cancel()
            let answer105 = try await task.value.code
            #expect(answer105 == .cancelled)
            #expect(ContinuousClock.now - cancelledAt < .milliseconds(600))
            #expect(host.status("polite-hang")?.runner.generation == 1)
        }
    }

    @Test("a deadline stops what the call does on its target")
    func cancelsServices() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            let target = FakeTarget(delay: .seconds(60))
            let start = ContinuousClock.now
            let error = try await host.failure("echo", ["exec": "sleep"], target: target, timeout: .milliseconds(300))
            #expect(error.code == .deadline)
            #expect(ContinuousClock.now - start < .seconds(1))
            #expect(await target.closed == 1)
            #expect(host.status("echo")?.runner.generation == 1)
        }
    }

    @Test("a call that hangs is written off and its runner replaced")
    func hang() async throws {
        let directory = try PluginFixture.directory(of: ["hang"])
        try await PluginFixture.withHost(directory, timing: { $0.grace = .milliseconds(300) }) { host in
            let first = Task { try await host.failure("hang") }
            try await eventually("the first runner runs") { host.status("hang")?.runner.pid != nil }
            let pid = try #require(host.status("hang")?.runner.pid)
            let error = try await first.value
            #expect(error.code == .deadline)
            #expect(error.hint != nil)
            try await eventually("the hanging runner is gone") { !isAlive(pid) }
            let second = try await host.failure("hang", timeout: .milliseconds(200))
            #expect(second.code == .deadline)
            #expect((host.status("hang")?.runner.generation ?? 0) >= 2)
        }
    }

    @Test("the other calls of a hanging runner may finish")
    func neighbours() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        let source = Self.crashOnce.replacing("#include <stdlib.h>", with: "#include <unistd.h>")
            .replacing(
                "if (request->attempt == 1) abort();",
                with: "if (param_number(request->params, \"hang\")) for (;;) pause(); else usleep(1500000);")
        try PluginFixture.compile("once", source: source, into: directory)
        try await PluginFixture.withHost(directory, timing: { $0.grace = .milliseconds(200) }) { host in
            async let hanging = host.failure("com.example.once", ["hang": 1], timeout: .milliseconds(300))
            async let patient = host.call("com.example.once")
            let answer106 = try await hanging.code
            #expect(answer106 == .deadline)
            let answer107 = try await patient.resultValue["alive"]
            #expect(answer107 == true)
        }
    }

    @Test("who waits for a place is turned away at the deadline, or cancelled while waiting")
    func waiting() async throws {
        let directory = try PluginFixture.directory(of: ["echo"]) {
            $0.replacing("max_concurrent = 4", with: "max_concurrent = 1")
        }
        try await PluginFixture.withHost(directory) { host in
            _ = try await host.call("echo")
            let busy = Task { try await host.call("echo", ["sleep_ms": 1_000]) }
            try await eventually("the place is taken") { host.status("echo")?.runner.inFlight == 1 }
            let start = ContinuousClock.now
            let late = try await host.failure("echo", timeout: .milliseconds(150))
            #expect(late.code == .deadline)
            #expect(ContinuousClock.now - start < .milliseconds(600))
            let waiting = Task { try await host.failure("echo") }
            try await Task.sleep(for: .milliseconds(50))
            waiting.cancel()
            let cancelled = try await waiting.value
            #expect(cancelled.code == .cancelled)
            let next = Task { try await host.call("echo") }
            _ = try await busy.value
            _ = try await next.value
            #expect(host.status("echo")?.runner.generation == 1)
        }
    }

    @Test("a plugin with per_call isolation gets a fresh runner each time")
    func perCall() async throws {
        let directory = try PluginFixture.directory(of: ["echo"]) {
            $0.replacing("mode = \"runner\"", with: "mode = \"per_call\"").replacing(
                "max_concurrent = 4", with: "max_concurrent = 1")
        }
        try await PluginFixture.withHost(directory) { host in
            for _ in 0..<3 { _ = try await host.call("echo") }
            #expect(host.status("echo")?.runner.generation == 3)
        }
    }

    @Test("a disabled plugin takes no calls until it is enabled again")
    func disabled() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            _ = try await host.call("echo")
            var settings = PluginSettings(requiresApproval: false)
            settings.plugins["org.openwatch.test.echo"] = .init(isEnabled: false)
            host.apply(settings)
            #expect(host.status("echo")?.state == .disabled)
            let answer108 = try await host.failure("echo").code
            #expect(answer108 == .unavailable)
            host.apply(PluginSettings(requiresApproval: false))
            _ = try await host.call("echo")
        }
    }

    @Test("the service starts runners, lets calls in flight finish, and leaves no process behind")
    func service() async throws {
        let directory = try PluginFixture.directory(of: ["echo", "hang", "crash"])
        let host = try PluginFixture.host(directory, eager: true) { $0.drain = .seconds(1) }
        let group = ServiceGroup(
            services: [host], logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let running = Task { try await group.run() }
        try await eventually("all three run") { host.statuses.allSatisfy { $0.state == .running } }
        let pids = host.statuses.compactMap(\.runner.pid)
        #expect(pids.count == 3)
        let patient = Task { try await host.call("echo", ["sleep_ms": 400]) }
        let hanging = Task { try await host.failure("hang", timeout: .seconds(1)) }
        try await eventually("both are in flight") { host.status("echo")?.runner.inFlight == 1 }
        try await Task.sleep(for: .milliseconds(100))
        await group.triggerGracefulShutdown()
        let answer109 = try await patient.value.resultValue["attempt"]
        #expect(answer109 == 1)
        let error = try await hanging.value
        #expect([.shuttingDown, .deadline].contains(error.code))
        try await running.value
        for pid in pids { #expect(!isAlive(pid)) }
        let answer110 = try await host.failure("echo").code
        #expect(answer110 == .shuttingDown)
    }

    @Test("a runner that breaks the wire's rules is ended and named")
    func hostileRunner() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        for (script, text) in [
            ("head -c 4096 /dev/zero >&3; sleep 5", "wire"), ("head -c 64 /dev/urandom >&3; sleep 5", "wire"),
            ("exit 3", "exit code 3"), ("echo complaint >&2; kill -9 $$", "signal 9"),
        ] {
            let runner = directory + "/runner.sh"
            try PluginFixture.write("#!/bin/sh\n\(script)\n", to: runner)
            try PluginFixture.run("/bin/chmod", ["+x", runner])
            let host = PluginHost(
                configuration: PluginHostConfiguration(directories: [directory], runnerPath: runner),
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
                trust: AllowListedTrustPolicy(ids: ["org.openwatch.test.echo"]))
            try host.load()
            let error = try await host.failure("echo")
            #expect(
                [.misbehaved, .crashed].contains(error.code) && error.message.contains(text), "\(script): \(error)")
            await host.shutdown()
        }
    }
}

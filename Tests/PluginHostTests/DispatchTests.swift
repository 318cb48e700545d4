import Core
import Foundation
import JSON
import NIOConcurrencyHelpers
import Testing

@testable import PluginHost

@Suite(.serialized) struct DispatchTests {
    @Test("a call goes there and back with parameters, previous result and trace")
    func roundTrip() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            let previous = ProbeRequest.Previous(result: Array(#"{"old":true}"#.utf8), collectedAt: .now())
            let progress = NIOLockedValueBox<[String]>([])
            let outcome = try await host.call(
                "echo", ["padding": "ä\u{1F600}", "stage": "half way"], previous: previous,
                onProgress: { done, stage in progress.withLockedValue { $0.append("\(done) \(stage)") } })
            #expect(outcome.resultValue["params"]?["padding"] == "ä\u{1F600}")
            #expect(outcome.resultValue["previous"]?["old"] == true)
            #expect(outcome.resultValue["attempt"] == 1)
            #expect(outcome.pluginVersion == "0.1.0")
            #expect(outcome.durationNanoseconds > 0)
            #expect(progress.withLockedValue { $0 } == ["0.5 half way"])
            let status = try #require(host.status("echo"))
            #expect(status.state == .running)
            #expect(status.runner.calls == 1)
            #expect(status.runner.inFlight == 0)
            #expect(status.runner.generation == 1)
        }
    }

    @Test("64 calls at once get each their own answer")
    func concurrent() async throws {
        let directory = try PluginFixture.directory(of: ["echo"]) {
            $0.replacing("max_concurrent = 4", with: "max_concurrent = 16")
        }
        try await PluginFixture.withHost(directory) { host in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        for round in 0..<10 {
                            let cookie = "\(number)-\(round)-" + String(repeating: "x", count: number * 997 % 5_000)
                            let outcome = try await host.call(
                                "echo",
                                [
                                    "padding": .string(cookie), "sleep_ms": .integer(number % 3),
                                    "events": .integer(number),
                                ])
                            #expect(outcome.resultValue["params"]?["padding"]?.string == cookie)
                            #expect(outcome.events.count == number)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(host.status("echo")?.runner.calls == 640)
            #expect(host.status("echo")?.runner.errors == 0)
            #expect(host.status("echo")?.runner.generation == 1)
        }
    }

    @Test("large parameters and results cross in several frames")
    func large() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            let padding = String(repeating: "0123456789abcdef", count: 120_000)
            let outcome = try await host.call("echo", ["padding": .string(padding)])
            #expect(outcome.resultValue["params"]?["padding"]?.string == padding)
        }
    }

    @Test("events come back in order with the outcome, past the wire's credit")
    func events() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            let outcome = try await host.call("echo", ["events": 4_000])
            #expect(outcome.events.map(\.subject) == (0..<4_000).map { "echo:\($0)" })
            #expect(outcome.events.first?.kindCode == "org.openwatch.test.echo.event")
            #expect(outcome.events.first?.severity == .low)
            let tooMany = try await host.failure("echo", ["events": 5_001])
            #expect(tooMany.code == .probeFailed && tooMany.failure?.code == .limit)
            let undeclared = try await host.failure("echo", ["events": 1, "event_type": 7])
            #expect(undeclared.failure?.code == .denied)
        }
    }

    @Test("commands, sections and files go through the manifest")
    func ssh() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            let target = FakeTarget()
            var outcome = try await host.call("echo", ["exec": "say", "argument": "a b; id"], target: target)
            #expect(outcome.resultValue["exec"]?["out"]?.string == "ran printf '%s\n' 'a b; id'\n")
            #expect(outcome.resultValue["reached"] == 7)
            outcome = try await host.call("echo", ["collect": true], target: target)
            #expect(outcome.resultValue["sections"]?["kernel"]?["out"] == "out of kernel")
            #expect(await target.sections.first?.map(\.id) == ["kernel", "absent-tool", "fails"])
            outcome = try await host.call("echo", ["read": "/etc/os-release"], target: target)
            #expect(outcome.resultValue["read"]?.string == "ran cat -- /etc/os-release\n")
            outcome = try await host.call("echo", ["exec": "id", "stream": true], target: target)
            #expect(outcome.resultValue["exec"]?["streamed"] == 10_000)
            let command = try #require(await target.commands.first)
            #expect(command.timeout <= .seconds(5) && command.maxStdout == 65_536 && command.sudo == .never)
            let forbidden: [JSONValue] = [
                ["exec": "rm"], ["exec": "say"], ["exec": "id", "argument": "x"],
                ["exec": "list", "argument": "../x"], ["read": "/etc/shadow"],
            ]
            for parameters in forbidden {
                let answer101 = try await host.failure("echo", parameters, target: target).failure?.code
                #expect(answer101 == .denied)
            }
            let opened = await target.opened
            #expect(await target.closed == opened)
        }
    }

    @Test("a target that cannot be reached says how far it got")
    func unreachable() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            let error = try await host.failure("echo", ["exec": "id"], target: FakeTarget(isReachable: false))
            #expect(error.code == .probeFailed && error.failure?.code == .unreachable)
        }
    }

    @Test("stored values keep their versions")
    func storage() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            let target = FakeTarget()
            for count in 1...3 {
                let outcome = try await host.call("echo", ["kv_key": "calls"], target: target)
                #expect(outcome.resultValue["count"]?.integer == Int64(count))
                #expect(outcome.resultValue["put"] == 0)
            }
        }
    }

    @Test("a service that the manifest does not name is not there")
    func denied() async throws {
        let directory = try PluginFixture.directory(of: ["echo"]) {
            $0.replacing("services = [\"ow.ssh/1\", \"ow.kv/1\"]", with: "services = [\"ow.ssh/1\"]")
        }
        try await PluginFixture.withHost(directory) { host in
            let answer1 = try await host.failure("echo", ["kv_key": "k"])
            #expect(answer1.failure?.code == .unsupported)
        }
    }

    @Test("a failure carries the plugin's code and words")
    func failure() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            let error = try await host.failure("echo", ["fail": "no such disk"])
            #expect(error.code == .probeFailed)
            #expect(error.failure?.code == .state)
            #expect(error.failure?.message == "no such disk")
            let answer2 = try await host.failure("echo", ["unknown": 1])
            #expect(answer2.code == .parametersInvalid)
            let answer102 = try await host.failure("org.openwatch.test.none").code
            #expect(answer102 == .notFound)
        }
    }

    @Test(
        "results that are not what the schema allows are refused",
        arguments: [
            ("text", PluginError.Code.resultInvalid), ("schema", .resultInvalid), ("utf8", .resultInvalid),
            ("duplicate", .resultInvalid), ("deep", .resultInvalid), ("event", .resultInvalid), ("none", .misbehaved),
            ("code", .misbehaved), ("positive", .misbehaved),
        ])
    func badResults(what: String, code: PluginError.Code) async throws {
        let directory = try PluginFixture.directory(of: ["bad-json"])
        try await PluginFixture.withHost(directory) { host in
            let answer3 = try await host.failure("bad-json", ["what": .string(what)])
            #expect(answer3.code == code)
            let answer4 = try await host.call("bad-json", ["what": "twice"])
            #expect(answer4.resultValue["ok"] == true)
        }
    }

    @Test("floods are bounded and end with the call", arguments: ["events", "log", "types", "result"])
    func floods(what: String) async throws {
        let directory = try PluginFixture.directory(of: ["flood"])
        try await PluginFixture.withHost(directory) { host in
            let start = ContinuousClock.now
            let error = try await host.failure("flood", ["what": .string(what)])
            #expect([.limit, .deadline, .probeFailed].contains(error.code), "\(error)")
            #expect(ContinuousClock.now - start < .seconds(8))
            #expect(host.status("flood")?.runner.generation == 1)
        }
    }

    @Test("handles of other calls and sessions are refused")
    func handles() async throws {
        let directory = try PluginFixture.directory(of: ["stale-handle"])
        try await PluginFixture.withHost(directory) { host in
            for _ in 0..<3 {
                let outcome = try await host.call("stale-handle")
                #expect(
                    outcome.resultValue["accepted"] == 0 || outcome.resultValue["accepted"] == nil,
                    "\(outcome.resultValue)")
            }
        }
    }

    @Test("probes are found by plugin and name, by unique name and by role")
    func lookup() async throws {
        let directory = try PluginFixture.directory(of: ["echo", "crash"]) { manifest in
            manifest.contains("test.crash")
                ? manifest.replacing("name = \"main\"", with: "name = \"main\"\nrole = \"discovery\"")
                : manifest.replacing("name = \"main\"", with: "name = \"reflect\"")
        }
        try await PluginFixture.withHost(directory) { host in
            #expect(host.probe(role: .discovery)?.pluginID == "org.openwatch.test.crash")
            #expect(host.probe(named: "discovery")?.probe == "main")
            #expect(host.probe(named: "reflect")?.pluginID == "org.openwatch.test.echo")
            #expect(host.probe(named: "org.openwatch.test.echo/reflect")?.timeout == .seconds(30))
            #expect(host.probe(named: "org.openwatch.test.echo/main") == nil)
            #expect(host.probe(role: .connectivity) == nil)
        }
    }

    @Test("what one call costs")
    func cost() async throws {
        let directory = try PluginFixture.directory(of: ["echo"])
        try await PluginFixture.withHost(directory) { host in
            for _ in 0..<200 { _ = try await host.call("echo") }
            let rounds = 2_000
            var times: [Duration] = []
            for _ in 0..<rounds {
                let start = ContinuousClock.now
                _ = try await host.call("echo")
                times.append(ContinuousClock.now - start)
            }
            times.sort()
            print("echo call: p50 \(times[rounds / 2]), p99 \(times[rounds * 99 / 100])")
            #expect(times[rounds / 2] < .milliseconds(20))
        }
    }
}

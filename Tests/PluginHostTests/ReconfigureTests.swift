import Foundation
import JSON
import Testing

@testable import PluginHost

/// A configuration that changes while the plugin runs.
@Suite(.serialized) struct ReconfigureTests {
    private func pid(_ host: PluginHost) throws -> Int32 { try #require(host.status("secret")?.runner.pid) }

    @Test("a hot plugin goes on in its process with the new configuration")
    func hot() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings(["name": "one"]))
            #expect(try await host.reveal()["name"] == "one")
            let before = try pid(host)
            for name in ["two", "three"] {
                host.apply(SecretPlugin.settings(["name": .string(name)]))
                try await host.settled(SecretPlugin.id)
                #expect(try await host.reveal()["name"]?.string == name)
            }
            #expect(try await host.reveal()["configured"] == 2)
            #expect(try pid(host) == before && host.status("secret")?.runner.restarts == 0)
        }
    }

    @Test("one that is not hot gets a new process")
    func cold() async throws {
        let directory = try SecretPlugin.directory { $0.replacing("hot = true", with: "hot = false") }
        try await PluginFixture.withHost(directory) { host in
            try await host.configure(SecretPlugin.settings(["name": "one"]))
            _ = try await host.reveal()
            let before = try pid(host)
            host.apply(SecretPlugin.settings(["name": "two"]))
            try await host.settled(SecretPlugin.id)
            let answer = try await host.reveal()
            #expect(answer["name"] == "two" && answer["configured"] == 0)
            #expect(try pid(host) != before)
        }
    }

    @Test("a refusal comes in the plugin's own words and leaves the old configuration in force")
    func refused() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings(["name": "one"]))
            let handle = try #require(try await host.reveal()["handle"]?.string)
            let before = try pid(host)
            host.apply(
                SecretPlugin.settings(["name": "two", "refuse": "the region is not served"], token: "other token"))
            let error = await #expect(throws: PluginError.self) { try await host.settled(SecretPlugin.id) }
            #expect(error?.message.contains("the region is not served") == true)
            #expect(error?.failure?.code == .configuration)
            let answer = try await host.reveal(["handle": .string(handle)])
            #expect(answer["rc"] == 0 && answer["name"] == "one" && answer["configured"] == 0)
            #expect(answer["sum"]?.integer == SecretPlugin.sum(SecretPlugin.token))
            #expect(try pid(host) == before)
        }
    }

    @Test("a plugin that crashes over a configuration starts again with the old one")
    func crashed() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings(["name": "one"]))
            _ = try await host.reveal()
            host.apply(SecretPlugin.settings(["name": "two", "crash": true]))
            let error = await #expect(throws: PluginError.self) { try await host.settled(SecretPlugin.id) }
            #expect(error?.code == .crashed)
            #expect(try await host.reveal()["name"] == "one")
        }
    }

    @Test("a call in flight keeps the old configuration, and the next ones wait for the new one")
    func inFlight() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings(["name": "one"]))
            _ = try await host.reveal()
            let before = try pid(host)
            async let slow = host.reveal(["sleep_ms": 600])
            try await eventually("it runs") { host.status("secret")?.runner.inFlight == 1 }
            host.apply(SecretPlugin.settings(["name": "two"], token: "the second token"))
            async let next = host.reveal()
            let (old, new) = try await (slow, next)
            #expect(old["name"] == "one" && old["sum"]?.integer == SecretPlugin.sum(SecretPlugin.token))
            #expect(new["name"] == "two" && new["sum"]?.integer == SecretPlugin.sum("the second token"))
            #expect(try pid(host) == before)
        }
    }

    @Test("no call sees a part of the one configuration and a part of the other")
    func neverMixed() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings(["name": "tok 0"], token: "tok 0"))
            _ = try await host.reveal()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        for _ in 0..<40 {
                            let answer = try await host.reveal(["sleep_ms": 2])
                            let name = try #require(answer["name"]?.string)
                            #expect(answer["rc"] == 0 && answer["sum"]?.integer == SecretPlugin.sum(name))
                        }
                    }
                }
                for turn in 1...12 {
                    let name = "tok \(turn)"
                    host.apply(SecretPlugin.settings(["name": .string(name)], token: name))
                    try await host.settled(SecretPlugin.id)
                }
                try await group.waitForAll()
            }
            #expect(try await host.reveal()["name"] == "tok 12")
            #expect(host.status("secret")?.runner.restarts == 0)
        }
    }

    @Test("calls that last too long do not hold up a configuration: a new process takes it")
    func impatient() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory(), timing: { $0.quiescence = .milliseconds(100) }) {
            host in
            try await host.configure(SecretPlugin.settings(["name": "one"]))
            _ = try await host.reveal()
            let before = try pid(host)
            async let slow = host.reveal(["sleep_ms": 1_500])
            try await eventually("it runs") { host.status("secret")?.runner.inFlight == 1 }
            host.apply(SecretPlugin.settings(["name": "two"]))
            try await host.settled(SecretPlugin.id)
            #expect(try await host.reveal()["name"] == "two")
            #expect(try pid(host) != before)
            #expect(try await slow["name"] == "one")
        }
    }

    @Test("of configurations that are decided at the same time the last one is in force")
    func overtaken() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings(["name": "one"]))
            _ = try await host.reveal()
            for turn in 0..<10 { host.apply(SecretPlugin.settings(["name": .string("turn \(turn)")])) }
            try await eventually("the last one is in force") {
                (try? await host.reveal()["name"]) == "turn 9"
            }
        }
    }

    @Test("a plugin that is disabled meanwhile ends, and whoever waits is told")
    func disabled() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings(["name": "one"]))
            _ = try await host.reveal()
            async let slow = host.reveal(["sleep_ms": 400])
            try await eventually("it runs") { host.status("secret")?.runner.inFlight == 1 }
            var settings = SecretPlugin.settings(["name": "two"])
            host.apply(settings)
            let settled = Task { try await host.settled(SecretPlugin.id) }
            try await Task.sleep(for: .milliseconds(50))
            settings.plugins[SecretPlugin.id]?.isEnabled = false
            host.apply(settings)
            await #expect(throws: PluginError.self) { try await settled.value }
            #expect(try await slow["name"] == "one")
        }
    }
}

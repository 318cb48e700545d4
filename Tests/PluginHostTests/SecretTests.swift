import Foundation
import JSON
import Testing

@testable import PluginHost

/// Secrets of a plugin's configuration: handles in the configuration, `ow.secret/1`, and what must not get out.
@Suite(.serialized) struct SecretTests {
    private static let notFound: JSONValue = -8
    private static let limit: JSONValue = -6

    private func reveals(_ events: LifecycleLog) -> [String] {
        events.all.compactMap { if case .secretRevealed(let pointer, _) = $0.kind { pointer } else { nil } }
    }

    @Test("a plugin is given a handle, and the secret when it asks with it")
    func reveal() async throws {
        let events = LifecycleLog()
        try await PluginFixture.withHost(SecretPlugin.directory(), events: events) { host in
            try await host.configure(SecretPlugin.settings(["name": "one"]))
            let answer = try await host.reveal()
            #expect(answer["rc"] == 0)
            #expect(answer["length"]?.integer == Int64(SecretPlugin.token.utf8.count))
            #expect(answer["sum"]?.integer == SecretPlugin.sum(SecretPlugin.token))
            let config = try #require(answer["config"]?.string)
            #expect(config.contains("ow-secret:") && config.contains("\"name\":\"one\""))
            #expect(!config.contains("horse"))
            _ = try await host.reveal(["times": 20])
            #expect(reveals(events) == ["/token"])
            #expect(host.status("secret")?.runner.counters.reveals == 21)
        }
    }

    @Test("the largest secret is handed over, and one that was given in the clear is a secret too")
    func large() async throws {
        let text = String(repeating: "0123456789abcdef", count: 4_096)
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings(token: text))
            let answer = try await host.reveal()
            #expect(answer["rc"] == 0 && answer["length"] == 65_536)
            #expect(answer["sum"]?.integer == SecretPlugin.sum(text))
            try await host.configure(SecretPlugin.settings(["token": "in the clear"], token: nil))
            let plain = try await host.reveal()
            #expect(plain["sum"]?.integer == SecretPlugin.sum("in the clear"))
            #expect(plain["config"]?.string?.contains("clear") == false)
        }
    }

    @Test("a buffer that is too small is told the size and given nothing")
    func small() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings())
            let answer = try await host.reveal(["room": 4])
            #expect(answer["rc"] == Self.limit)
            #expect(answer["length"]?.integer == Int64(SecretPlugin.token.utf8.count) && answer["sum"] == 0)
        }
    }

    @Test("an invented handle gives nothing, and is reported once")
    func forged() async throws {
        let events = LifecycleLog()
        try await PluginFixture.withHost(SecretPlugin.directory(), events: events) { host in
            try await host.configure(SecretPlugin.settings())
            let real = try #require(try await host.reveal()["handle"]?.string)
            let last = try #require(real.last)
            let near = real.dropLast() + (last == "0" ? "1" : "0")
            for handle in ["/token", "token", String(near), real.uppercased(), real + "0", "ow-secret:", "\u{fffd}"] {
                let answer = try await host.reveal(["handle": .string(handle)])
                #expect(answer["rc"] == Self.notFound && answer["length"] == 0, "\(handle)")
            }
            let refusals = events.all.filter { if case .secretRefused = $0.kind { true } else { false } }
            #expect(refusals.count == 1)
            #expect(try await host.reveal(["handle": .string(real)])["rc"] == 0)
        }
    }

    @Test("a handle of another plugin gives nothing")
    func foreign() async throws {
        let directory = try SecretPlugin.directory()
        try SecretPlugin.add("other", to: directory)
        try await PluginFixture.withHost(directory) { host in
            var settings = SecretPlugin.settings()
            settings.plugins["com.example.other"] = .init(secrets: ["/token": Array("another one".utf8)])
            try await host.configure(settings)
            try await host.settled("com.example.other")
            let mine = try #require(try await host.reveal()["handle"]?.string)
            let other = try await host.reveal(of: "com.example.other")
            #expect(other["sum"]?.integer == SecretPlugin.sum("another one"))
            let stolen = try await host.reveal(["handle": .string(mine)], of: "com.example.other")
            #expect(stolen["rc"] == Self.notFound && stolen["sum"] == 0)
        }
    }

    @Test("a handle dies with its runner, and with the configuration it was given in")
    func stale() async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings())
            let first = try #require(try await host.reveal()["handle"]?.string)
            try await host.restart(SecretPlugin.id)
            #expect(try await host.reveal(["handle": .string(first)])["rc"] == Self.notFound)
            let second = try #require(try await host.reveal()["handle"]?.string)
            #expect(second != first)
            try await host.configure(SecretPlugin.settings(["name": "two"], token: "the second token"))
            #expect(try await host.reveal(["handle": .string(second)])["rc"] == Self.notFound)
            #expect(try await host.reveal()["sum"]?.integer == SecretPlugin.sum("the second token"))
        }
    }

    @Test("a call that asks again and again is turned away, and the next one is served")
    func flood() async throws {
        let events = LifecycleLog()
        try await PluginFixture.withHost(SecretPlugin.directory(), events: events) { host in
            try await host.configure(SecretPlugin.settings())
            let answer = try await host.reveal(["times": 5_000])
            #expect(answer["rc"] == Self.limit && answer["length"] == 0)
            #expect(try await host.reveal()["rc"] == 0)
            #expect(reveals(events).count == 1)
            #expect(host.status("secret")?.runner.counters.reveals == 257)
        }
    }

    @Test("without the service in its manifest a plugin has handles and no secrets")
    func denied() async throws {
        let directory = try SecretPlugin.directory {
            $0.replacing("services = [\"ow.secret/1\"]", with: "services = []")
        }
        try await PluginFixture.withHost(directory) { host in
            try await host.configure(SecretPlugin.settings())
            let error = try await host.failure("secret")
            #expect(error.failure?.code == .unsupported)
        }
    }

    @Test("a secret that cannot be decrypted fails the reveal and nothing else")
    func unreadable() async throws {
        let directory = try SecretPlugin.directory()
        let host = PluginHost(
            configuration: PluginHostConfiguration(
                directories: [directory], runnerPath: try PluginFixture.runner.get()),
            logger: .init(label: "test"), trust: AllowListedTrustPolicy(ids: [SecretPlugin.id]),
            openSecret: { _, _, _ in throw PluginFixture.Failure(message: "another key") })
        try host.load()
        try await host.configure(SecretPlugin.settings())
        #expect(try await host.reveal()["rc"] == -99)
        await host.shutdown()
    }

    @Test("what a plugin says is kept from repeating a secret", arguments: ["log", "fail", "leak", "emit"])
    func leaks(how: String) async throws {
        try await PluginFixture.withHost(SecretPlugin.directory()) { host in
            try await host.configure(SecretPlugin.settings())
            let parameters: JSONValue = .object([how: true])
            if how == "log" {
                #expect(try await host.reveal(parameters)["rc"] == 0)
                try await eventually("both lines are there") { (host.status("secret")?.log.count ?? 0) >= 2 }
            } else {
                let error = try await host.failure("secret", parameters)
                #expect(error.code == .misbehaved)
                let words = "\(error) \(error.failure?.message ?? "")"
                #expect(!words.contains("horse"))
            }
            let said = try #require(host.status("secret")).log.map(\.text).joined(separator: "\n")
            #expect(!said.contains("horse") && !said.contains("battery"))
            #expect(how != "log" || said.contains("<secret>"))
        }
    }
}

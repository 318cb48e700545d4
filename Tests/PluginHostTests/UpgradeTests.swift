import Foundation
import JSON
import Testing

@testable import PluginHost

@Suite(.serialized) struct UpgradeTests {
    private func version(_ host: PluginHost) async throws -> String? {
        try await host.call(VersionedPlugin.id).resultValue["version"]?.string
    }

    private func status(_ host: PluginHost) throws -> PluginStatus {
        try #require(host.status(of: VersionedPlugin.id))
    }

    @Test("the highest version serves until another is chosen")
    func choice() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        for version in ["1.9.0", "1.10.0", "1.2.0"] { try VersionedPlugin.add(version, to: directory) }
        try await PluginFixture.withHost(directory) { (host) async throws in
            #expect(try await version(host) == "1.10.0")
            #expect(try status(host).versions.map(\.version) == ["1.2.0", "1.9.0", "1.10.0"])
        }
    }

    @Test("a new version serves its first calls beside the old one and then takes over, and no call is lost")
    func promotion() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory, body: "usleep(2000);")
        try VersionedPlugin.add("2.0.0", to: directory, body: "usleep(2000);")
        let events = LifecycleLog()
        try await PluginFixture.withHost(directory, events: events, timing: { $0.canaryCalls = 5 }) {
            (host) async throws in
            host.apply(VersionedPlugin.wanting("1.0.0"))
            #expect(try await version(host) == "1.0.0")
            let old = try #require(try status(host).runner.pid)
            let load = Task {
                try await withThrowingTaskGroup(of: String?.self) { group in
                    for _ in 0..<4 {
                        group.addTask {
                            var last: String?
                            for _ in 0..<60 { last = try await version(host) }
                            return last
                        }
                    }
                    return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
                }
            }
            try await Task.sleep(for: .milliseconds(50))
            host.apply(VersionedPlugin.wanting("2.0.0"))
            #expect(try await load.value == ["2.0.0"])
            try await eventually("the old runner is gone") { !isAlive(old) }
            let now = try status(host)
            #expect(now.version == "2.0.0" && now.trial == nil && now.runner.errors == 0, "\(now.runner)")
            #expect(now.runner.calls == 241)
            #expect(events.all.contains { if case .upgraded(from: "1.0.0") = $0.kind { true } else { false } })
        }
    }

    @Test(
        "a version that fails on trial is given up, and its call is answered by the version before",
        arguments: ["abort();", "*(volatile int *)8 = 1;", "return give(inst, c, \"not json\");"])
    func rollBack(fault: String) async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory)
        try VersionedPlugin.add("2.0.0", to: directory, body: fault)
        let events = LifecycleLog()
        try await PluginFixture.withHost(directory, events: events) { (host) async throws in
            host.apply(VersionedPlugin.wanting("1.0.0"))
            #expect(try await version(host) == "1.0.0")
            let pid = try status(host).runner.pid
            host.apply(VersionedPlugin.wanting("2.0.0"))
            try await eventually("the trial has begun") { host.status(of: VersionedPlugin.id)?.trial != nil }
            // The candidate may take its time to start.
            try await eventually("the trial has ended") {
                guard let answer = try? await version(host) else { return false }
                #expect(answer == "1.0.0")
                return host.status(of: VersionedPlugin.id)?.trial == nil
            }
            let now = try status(host)
            #expect(now.version == "1.0.0" && now.trial == nil && now.runner.pid == pid)
            #expect(now.versions.first { $0.version == "2.0.0" }?.hasFailed == true)
            #expect(events.all.contains { if case .rolledBack(to: "1.0.0", _) = $0.kind { true } else { false } })
            // Decided again, it is not tried again by itself; told to forget, it is.
            host.apply(VersionedPlugin.wanting("2.0.0"))
            #expect(try status(host).trial == nil)
            try host.forgive(VersionedPlugin.id, version: "2.0.0")
            host.apply(VersionedPlugin.wanting("2.0.0"))
            #expect(try status(host).trial != nil)
        }
    }

    @Test("a version that does not start is given up without a call")
    func refusesToStart() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory)
        try VersionedPlugin.add("2.0.0", to: directory, create: "return OW_E_CONFIG;")
        try await PluginFixture.withHost(directory) { (host) async throws in
            host.apply(VersionedPlugin.wanting("1.0.0"))
            #expect(try await version(host) == "1.0.0")
            host.apply(VersionedPlugin.wanting("2.0.0"))
            await #expect(throws: PluginError.self) { try await host.settled(VersionedPlugin.id) }
            #expect(try await version(host) == "1.0.0")
        }
    }

    @Test("a version that keeps crashing soon after it took over goes back to the one before")
    func fallBack() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory, idempotent: false)
        try VersionedPlugin.add(
            "2.0.0", to: directory, body: "static int calls; if (++calls > 2) abort();", idempotent: false)
        try await PluginFixture.withHost(directory, timing: { $0.canaryCalls = 2 }) { (host) async throws in
            host.apply(VersionedPlugin.wanting("1.0.0"))
            #expect(try await version(host) == "1.0.0")
            host.apply(VersionedPlugin.wanting("2.0.0"))
            try await eventually("2.0.0 serves") {
                _ = try? await version(host)
                return host.status(of: VersionedPlugin.id)?.version == "2.0.0"
            }
            try await eventually("1.0.0 serves again") {
                _ = try? await version(host)
                return host.status(of: VersionedPlugin.id)?.version == "1.0.0"
            }
            #expect(try await version(host) == "1.0.0")
        }
    }

    @Test(
        "a configuration is tried beside the old one and takes over without a gap; one that is refused changes nothing")
    func configuration() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add(
            "1.0.0", to: directory, create: "if (strstr(config, \"bad\")) return OW_E_CONFIG;")
        try await PluginFixture.withHost(directory) { (host) async throws in
            host.apply(VersionedPlugin.wanting(nil))
            #expect(try await host.call(VersionedPlugin.id).resultValue["config"] == [:])
            let first = try status(host).runner.generation
            host.apply(VersionedPlugin.wanting(nil, configuration: ["level": "high"]))
            try await host.settled(VersionedPlugin.id)
            #expect(try await host.call(VersionedPlugin.id).resultValue["config"] == ["level": "high"])
            #expect(try status(host).runner.generation > first)
            host.apply(VersionedPlugin.wanting(nil, configuration: ["level": "bad"]))
            await #expect(throws: PluginError.self) { try await host.settled(VersionedPlugin.id) }
            #expect(try await host.call(VersionedPlugin.id).resultValue["config"] == ["level": "high"])
        }
    }

    @Test("a restart replaces the process without an error for anybody")
    func restart() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory, body: "usleep(5000);")
        try await PluginFixture.withHost(directory) { (host) async throws in
            _ = try await version(host)
            let pid = try #require(try status(host).runner.pid)
            let load = Task { for _ in 0..<100 { _ = try await version(host) } }
            try await host.restart(VersionedPlugin.id)
            #expect(try status(host).runner.pid != pid)
            try await load.value
            try await eventually("the old runner is gone") { !isAlive(pid) }
            #expect(try status(host).runner.errors == 0)
        }
    }
}

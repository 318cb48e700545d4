import Foundation
import JSON
import Testing

@testable import PluginHost

@Suite(.serialized) struct AdmissionTests {
    private static func featured(_ text: String) -> String {
        text + "\n[entitlement]\nfeature = \"audit_export\"\n"
    }

    @Test("a plugin whose feature is missing is never started, and its calls say which feature it is")
    func locked() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory, manifest: Self.featured)
        let events = LifecycleLog()
        let host = try PluginFixture.host(directory, eager: true, events: events, isFeatureEnabled: { _ in false })
        let error = try await host.failure(VersionedPlugin.id)
        #expect(error.code == .locked && error.feature == "audit_export")
        let status = try #require(host.status(of: VersionedPlugin.id))
        #expect(status.state == .locked(feature: "audit_export") && status.runner.pid == nil)
        #expect(host.refusal(of: VersionedPlugin.id)?.code == .locked)
        #expect(events.all.contains { if case .admission(.locked) = $0.kind { true } else { false } })
        await host.shutdown()
    }

    @Test("losing the feature drains the runner and lets the call in flight finish; getting it back lets calls in")
    func lostFeature() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory, body: "usleep(400000);", manifest: Self.featured)
        let has = Flag()
        let host = try PluginFixture.host(directory, isFeatureEnabled: { _ in has.isSet })
        has.isSet = true
        host.refreshEntitlements()
        let call = Task { try await host.call(VersionedPlugin.id) }
        try await eventually("the call is in flight") { host.status(of: VersionedPlugin.id)?.runner.inFlight == 1 }
        let pid = try #require(host.status(of: VersionedPlugin.id)?.runner.pid)
        has.isSet = false
        host.refreshEntitlements()
        let late = try await host.failure(VersionedPlugin.id)
        #expect(late.code == .locked)
        #expect(try await call.value.resultValue["version"] == "1.0.0")
        try await eventually("the runner is gone") { !isAlive(pid) }
        has.isSet = true
        host.refreshEntitlements()
        _ = try await host.call(VersionedPlugin.id)
        await host.shutdown()
    }

    @Test("a disabled plugin keeps its decision when features change")
    func disabled() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory)
        try await PluginFixture.withHost(directory) { (host) async throws in
            var settings = PluginSettings(requiresApproval: false)
            settings.plugins[VersionedPlugin.id] = .init(isEnabled: false)
            host.apply(settings)
            host.refreshEntitlements()
            #expect(host.status(of: VersionedPlugin.id)?.state == .disabled)
        }
    }

    @Test("a role goes to the operator's choice, and back to the first that claims it")
    func roles() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory) {
            $0.replacing("name = \"main\"", with: "name = \"main\"\nrole = \"discovery\"")
        }
        try FileManager.default.copyItem(
            atPath: "\(PluginFixture.conformance.get())/crash", toPath: "\(directory)/crash")
        let path = "\(directory)/crash/plugin.toml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try PluginFixture.write(
            text.replacing("name = \"main\"", with: "name = \"main\"\nrole = \"discovery\""), to: path)
        try await PluginFixture.withHost(directory) { (host) async throws in
            #expect(host.probe(role: .discovery)?.pluginID == "org.openwatch.test.crash")
            var settings = PluginSettings(requiresApproval: false)
            settings.roles[.discovery] = .init(pluginID: VersionedPlugin.id, probe: "main")
            host.apply(settings)
            #expect(host.probe(role: .discovery)?.pluginID == VersionedPlugin.id)
            host.apply(PluginSettings(requiresApproval: false))
            #expect(host.probe(role: .discovery)?.pluginID == "org.openwatch.test.crash")
        }
    }

    @Test("a probe that crashes its plugin twice on one host is held back there, and nowhere else")
    func poison() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add(
            "1.0.0", to: directory, body: "if (request->attempt && param_number(request->params, \"die\")) abort();",
            idempotent: false)
        let events = LifecycleLog()
        try await PluginFixture.withHost(directory, events: events) { (host) async throws in
            let sick = UUID()
            for _ in 0..<2 {
                let error = try await host.failure(VersionedPlugin.id, ["die": 1], hostID: sick)
                #expect(error.code == .crashed)
            }
            let held = try await host.failure(VersionedPlugin.id, hostID: sick)
            #expect(held.code == .quarantined && held.message.contains("on this host"))
            let status = try #require(host.status(of: VersionedPlugin.id))
            #expect(status.runner.isolated.map(\.hostID) == [sick])
            for _ in 0..<3 { _ = try await host.call(VersionedPlugin.id) }
            #expect(events.all.contains { if case .isolated = $0.kind { true } else { false } })
            #expect(!events.all.contains { if case .quarantined = $0.kind { true } else { false } })
            try host.reset(VersionedPlugin.id)
            _ = try await host.call(VersionedPlugin.id, hostID: sick)
        }
    }

    @Test("every crash counts for the host it was on, even one that comes before the call's own task goes on")
    func attribution() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory, body: "abort();", idempotent: false)
        let timing: (inout RunnerTiming) -> Void = { timing in
            timing.crashLimit = 1_000
            timing.backOff = .milliseconds(1)
            timing.backOffLimit = .milliseconds(1)
        }
        try await PluginFixture.withHost(directory, timing: timing) { (host) async throws in
            let sick = (0..<40).map { _ in UUID() }
            for hostID in sick + sick {
                #expect(try await host.failure(VersionedPlugin.id, hostID: hostID).code == .crashed)
            }
            for hostID in sick {
                #expect(try await host.failure(VersionedPlugin.id, hostID: hostID).code == .quarantined)
            }
        }
    }
}

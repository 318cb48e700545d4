import Foundation
import JSON
import Logging
import NIOConcurrencyHelpers
import Testing

@testable import PluginHost

/// Decisions that come while another one is under way, and packages that change beneath what serves.
@Suite(.serialized) struct ChangeTests {
    private static let id = VersionedPlugin.id

    private func version(_ host: PluginHost) async throws -> String? {
        try await host.call(Self.id).resultValue["version"]?.string
    }

    private func status(_ host: PluginHost) throws -> PluginStatus { try #require(host.status(of: Self.id)) }

    /// A slot by itself over the packages of a directory, with the settings that choose one of them.
    private func slot(_ directory: String, wanting version: String) throws -> PluginSlot {
        let environment = PluginSlot.Environment(
            runnerPath: try PluginFixture.runner.get(),
            identity: HostIdentity(product: "test", version: "1", instanceID: "1"), timing: RunnerTiming(),
            sandbox: SandboxPolicy(), logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            eventSink: { _ in })
        let slot = PluginSlot(id: Self.id, environment: environment)
        try apply(version, to: slot, directory)
        return slot
    }

    private func apply(_ version: String, to slot: PluginSlot, _ directory: String) throws {
        let packages = try PluginCatalog(trust: AllowListedTrustPolicy(ids: [Self.id])).scan(directory: directory)
            .compactMap { if case .verified(let package) = $0.outcome { package } else { nil } }
        slot.apply(
            packages: packages, rejected: [], settings: VersionedPlugin.wanting(version),
            isFeatureEnabled: { _ in true })
    }

    @Test("a runner is started while somebody holds the slot's lock")
    func lockOrder() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory)
        let slot = try slot(directory, wanting: "1.0.0")
        let runner = try #require(slot.snapshot.serving)
        let isDone = Flag()
        Thread.detachNewThread {
            slot.state.withLockedValue { _ in runner.startEagerly() }
            isDone.isSet = true
        }
        try await eventually("it is started") { isDone.isSet }
        await slot.stop()
    }

    @Test("once a slot is stopped nothing is started any more")
    func stopped() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        for version in ["1.0.0", "2.0.0"] { try VersionedPlugin.add(version, to: directory) }
        let slot = try slot(directory, wanting: "1.0.0")
        slot.startEagerly()
        try await eventually("it runs") { slot.snapshot.serving?.isReady ?? false }
        await slot.stop()
        try apply("2.0.0", to: slot, directory)
        #expect(slot.snapshot.trial == nil)
        try await slot.settled()
    }

    @Test("a version that is removed or revoked serves no further call, and none is lost")
    func removed() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        for version in ["1.0.0", "2.0.0"] { try VersionedPlugin.add(version, to: directory) }
        try await PluginFixture.withHost(directory) { (host) async throws in
            #expect(try await version(host) == "2.0.0")
            try FileManager.default.removeItem(atPath: "\(directory)/v2.0.0")
            try host.rescan()
            let now = try status(host)
            #expect(now.version == "1.0.0" && now.trial == nil)
            #expect(try await version(host) == "1.0.0")
        }
    }

    @Test("other bytes under the same version take the place of those that serve, and are reported")
    func replaced() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory)
        let events = LifecycleLog()
        try await PluginFixture.withHost(directory, events: events) { (host) async throws in
            #expect(try await version(host) == "1.0.0")
            let pid = try #require(try status(host).runner.pid)
            try FileManager.default.removeItem(atPath: "\(directory)/v1.0.0")
            try VersionedPlugin.add("1.0.0", to: directory) { $0.replacing("Disk health", with: "Other disks") }
            try host.rescan()
            #expect(try status(host).name == "Other disks")
            #expect(try await version(host) == "1.0.0")
            try await eventually("the old runner is gone") { !isAlive(pid) }
            let verified = events.all.filter { if case .verified = $0.kind { true } else { false } }
            #expect(verified.count == 2)
        }
    }

    @Test("a configuration that is decided during a trial is in force after it")
    func configurationDuringTrial() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        for version in ["1.0.0", "2.0.0"] { try VersionedPlugin.add(version, to: directory) }
        try await PluginFixture.withHost(directory, timing: { $0.canaryCalls = 3 }) { (host) async throws in
            host.apply(VersionedPlugin.wanting("1.0.0"))
            #expect(try await version(host) == "1.0.0")
            host.apply(VersionedPlugin.wanting("2.0.0"))
            host.apply(VersionedPlugin.wanting("2.0.0", configuration: ["level": "high"]))
            try await eventually("2.0.0 serves with it") {
                let result = try? await host.call(Self.id).resultValue
                return result?["version"] == "2.0.0" && result?["config"] == ["level": "high"]
            }
        }
    }

    @Test("a configuration that is decided during a trial is in force even if the version is given up")
    func configurationAfterRollBack() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory)
        try VersionedPlugin.add("2.0.0", to: directory, body: "abort();")
        try await PluginFixture.withHost(directory) { (host) async throws in
            host.apply(VersionedPlugin.wanting("1.0.0"))
            #expect(try await version(host) == "1.0.0")
            host.apply(VersionedPlugin.wanting("2.0.0"))
            host.apply(VersionedPlugin.wanting("2.0.0", configuration: ["level": "high"]))
            try await eventually("1.0.0 serves with it") {
                let result = try? await host.call(Self.id).resultValue
                return result?["version"] == "1.0.0" && result?["config"] == ["level": "high"]
            }
        }
    }

    @Test("a configuration takes effect while another version waits for its approval")
    func configurationWhilePending() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory)
        try await PluginFixture.withHost(directory) { (host) async throws in
            let approved = try #require(host.manifest(of: Self.id, version: "1.0.0")).manifest
            var settings = PluginSettings(requiresApproval: true)
            settings.plugins[Self.id] = .init(approved: approved)
            host.apply(settings)
            #expect(try await version(host) == "1.0.0")
            try VersionedPlugin.add("2.0.0", to: directory) {
                $0.replacing("memory_mib = 128", with: "memory_mib = 256")
            }
            try host.rescan()
            #expect(try status(host).pending?.version == "2.0.0")
            settings.plugins[Self.id]?.configuration = ["level": "high"]
            host.apply(settings)
            try await host.settled(Self.id)
            #expect(try await host.call(Self.id).resultValue["config"] == ["level": "high"])
            #expect(try status(host).version == "1.0.0")
        }
    }

    @Test("a restart is refused during a trial, which goes on")
    func restartDuringTrial() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        for version in ["1.0.0", "2.0.0"] { try VersionedPlugin.add(version, to: directory) }
        try await PluginFixture.withHost(directory) { (host) async throws in
            host.apply(VersionedPlugin.wanting("1.0.0"))
            #expect(try await version(host) == "1.0.0")
            host.apply(VersionedPlugin.wanting("2.0.0"))
            await #expect(throws: PluginError.self) { try await host.restart(Self.id) }
            #expect(try status(host).trial?.version == "2.0.0")
        }
    }

    @Test("a decision about a version that the same look finds leaves what serves at work")
    func decidedTogether() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("2.0.0", to: directory)
        try await PluginFixture.withHost(directory) { (host) async throws in
            #expect(try await version(host) == "2.0.0")
            let pid = try status(host).runner.pid
            try VersionedPlugin.add("1.0.0", to: directory)
            try host.rescan(applying: VersionedPlugin.wanting("1.0.0"))
            let now = try status(host)
            #expect(now.version == "2.0.0" && now.trial?.version == "1.0.0" && now.runner.pid == pid)
        }
    }

    @Test("decisions that were read earlier and arrive later change nothing")
    func turns() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add("1.0.0", to: directory)
        try await PluginFixture.withHost(directory) { (host) async throws in
            var disabled = PluginSettings(requiresApproval: false)
            disabled.plugins[Self.id] = .init(isEnabled: false)
            let (early, late) = (host.turn(), host.turn())
            host.apply(disabled, turn: late)
            host.apply(VersionedPlugin.wanting(nil), turn: early)
            #expect(try status(host).state == .disabled)
            try host.rescan(applying: VersionedPlugin.wanting(nil), turn: early)
            #expect(try status(host).state == .disabled)
            host.apply(VersionedPlugin.wanting(nil), turn: host.turn())
            #expect(try status(host).state == .ready)
        }
    }

    @Test("a version that took over and was disabled and replaced since has nothing to fall back to")
    func staleFallBack() async throws {
        let directory = try PluginFixture.temporaryDirectory()
        try VersionedPlugin.add(
            "1.0.0", to: directory, body: "static int calls; if (++calls > 1) abort();", idempotent: false)
        try VersionedPlugin.add("2.0.0", to: directory)
        try await PluginFixture.withHost(directory, timing: { $0.canaryCalls = 1 }) { (host) async throws in
            host.apply(VersionedPlugin.wanting("1.0.0"))
            #expect(try await version(host) == "1.0.0")
            host.apply(VersionedPlugin.wanting("2.0.0"))
            try await eventually("2.0.0 serves") {
                _ = try? await version(host)
                return host.status(of: Self.id)?.version == "2.0.0"
            }
            var settings = VersionedPlugin.wanting("1.0.0")
            settings.plugins[Self.id]?.isEnabled = false
            host.apply(settings)
            host.apply(VersionedPlugin.wanting("1.0.0"))
            try await eventually("it is quarantined") {
                _ = try? await version(host)
                if case .quarantined = host.status(of: Self.id)?.state { return true }
                return false
            }
            #expect(try status(host).versions.allSatisfy { !$0.hasFailed })
        }
    }

    @Test("an argument list that is cut elsewhere is another command, and needs an approval")
    func argumentBoundaries() throws {
        func manifest(_ argv: String) throws -> PluginManifest {
            let text = ManifestSample.text().replacing(#"["smartctl", "-a", "{device:path}"]"#, with: argv)
            return try ManifestParser.parse(Array(text.utf8))
        }
        let approved = try manifest(#"["find", "/tmp -delete"]"#)
        #expect(GrantsDiff(from: approved, to: try manifest(#"["find", "/tmp", "-delete"]"#)).needsApproval)
        #expect(GrantsDiff(from: approved, to: try manifest(#"["find", "'/tmp -delete'"]"#)).needsApproval)
        #expect(GrantsDiff(from: approved, to: approved).isEmpty)
    }
}

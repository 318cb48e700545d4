import Audit
import Contract
import Core
import Database
import Foundation
import Logging
import PluginHost
import Probes
import SSH
import TestSupport

/// The system information probe on a real sshd, from the claim in the database to the accepted result, beside the same
/// sections run as one command each on one connection; on loopback and at a distance of 40 ms.
struct SystemInfo {
    /// Milliseconds there and back.
    private static let distance = 40

    let options: BenchOptions
    let report: Report

    func run() async throws {
        // The table that the schedule refers to; the fleet itself is not part of this.
        let hosts = Migration(version: 5, name: "hosts", sql: "CREATE TABLE hosts (id uuid PRIMARY KEY)")
        try await BenchCluster.with(
            state: options.state, migrations: [hosts] + AuditMigrations.all + ProbeMigrations.all
        ) { cluster in
            try await BenchSSHServer.with(logLevel: "VERBOSE", sudo: .withoutPassword) { server in
                let plugins = PluginHost(
                    configuration: PluginHostConfiguration(directories: [options.plugins], runnerPath: options.runner),
                    logger: .quiet, trust: AllowListedTrustPolicy(ids: ["org.openwatch.sysinfo"]))
                try plugins.load()
                do {
                    try await run(cluster, server, plugins)
                } catch {
                    await plugins.shutdown()
                    throw error
                }
                await plugins.shutdown()
            }
        }
    }

    private func run(_ cluster: BenchCluster, _ server: BenchSSHServer, _ plugins: PluginHost) async throws {
        let bench = Bench(cluster: cluster, server: server, plugins: plugins)
        let sections = try await bench.sections()
        let probe: Work = { engine, port in try await bench.probe(engine, port: port) }
        let commands: Work = { engine, port in try await bench.commands(sections, engine, port: port) }

        let fresh = try await near("probe, new connection", bench, runs: 8, probe)
        try await near("probe, pooled connection", bench, runs: 8, isPooled: true, probe)
        let single = try await near("\(sections.count) commands, one connection", bench, runs: 3, commands)
        let farProbe = try await far("probe at \(Self.distance) ms", bench, runs: 5, near: fresh, probe)
        let farSingle = try await far(
            "\(sections.count) commands at \(Self.distance) ms", bench, runs: 2, near: single, commands)
        report.add(
            "ratio",
            [
                ("near_wall", fresh.wallMicroseconds / single.wallMicroseconds),
                ("far_wall", farProbe.wallMicroseconds / farSingle.wallMicroseconds),
                ("server_cpu", fresh.cpuMicroseconds / single.cpuMicroseconds),
            ])
    }

    // MARK: Legs

    private typealias Work = @Sendable (SSHEngine, _ port: Int) async throws -> Void

    /// Straight to sshd, so that no relay's CPU time is in ours.
    @discardableResult
    private func near(
        _ leg: String, _ bench: Bench, runs: Int, isPooled: Bool = false, _ work: Work
    ) async throws -> Measurement {
        let engine = bench.engine(isPooled: isPooled)
        let port = bench.server.fixture.port
        // Starts the runner, pins the host key, and leaves a previous result.
        for _ in 0..<2 { try await work(engine, port) }
        try await bench.settle(engine, isPooled: isPooled)
        let channels = bench.channels
        let runner = bench.runnerCPUTime
        let result = try await Measurement.of { samples in
            for _ in 0..<runs {
                let start = monotonicNow()
                try await work(engine, port)
                samples.add(monotonicNow() - start)
            }
            try await bench.settle(engine, isPooled: isPooled)
            return runs
        }
        report.add(
            leg,
            [
                ("wall_p50_ms", result.samples.microseconds(0.5) / 1_000),
                ("wall_min_ms", result.samples.microseconds(0) / 1_000),
                ("server_cpu_ms", result.cpuMicroseconds / 1_000),
                ("runner_cpu_ms", Double(bench.runnerCPUTime - runner) / 1e6 / Double(runs)),
                ("channels", Double(bench.channels - channels) / Double(runs)),
                ("runs", Double(runs)),
            ])
        return result
    }

    /// Through a relay that adds distance and counts bytes. What a millisecond of distance costs is the number of round
    /// trips that come one after the other; the shortest runs are compared, because they waited for nothing else.
    private func far(
        _ leg: String, _ bench: Bench, runs: Int, near: Measurement, _ work: Work
    ) async throws -> Measurement {
        let engine = bench.engine(isPooled: false)
        let relay = try DelayRelay(to: bench.server.fixture.port, roundTrip: Self.distance)
        // Pins the host key of this port and leaves a previous result.
        try await work(engine, relay.port)
        try await bench.settle(engine, isPooled: false)
        let before = relay.traffic
        let result = try await Measurement.of { samples in
            for _ in 0..<runs {
                let start = monotonicNow()
                try await work(engine, relay.port)
                samples.add(monotonicNow() - start)
            }
            try await bench.settle(engine, isPooled: false)
            return runs
        }
        let added = result.samples.microseconds(0) - near.samples.microseconds(0)
        report.add(
            leg,
            [
                ("wall_p50_ms", result.samples.microseconds(0.5) / 1_000),
                ("wall_min_ms", result.samples.microseconds(0) / 1_000),
                ("round_trips", added / 1_000 / Double(Self.distance)),
                ("bytes_out", Double(relay.traffic.bytesOut - before.bytesOut) / Double(runs)),
                ("bytes_in", Double(relay.traffic.bytesIn - before.bytesIn) / Double(runs)),
                ("runs", Double(runs)),
            ])
        return result
    }
}

/// The parts that the legs share.
private struct Bench: Sendable {
    let cluster: BenchCluster
    let server: BenchSSHServer
    let plugins: PluginHost
    /// What the probe runs as in each leg; a new one for every port, as its address is another.
    private let hosts = FleetByPort()
    private let hostKeys = BenchHostKeys()

    init(cluster: BenchCluster, server: BenchSSHServer, plugins: PluginHost) {
        self.cluster = cluster
        self.server = server
        self.plugins = plugins
    }

    func engine(isPooled: Bool) -> SSHEngine {
        SSHEngine(
            configuration: SSHEngineConfiguration(idleSeconds: isPooled ? 60 : 0), hostKeys: hostKeys, logger: .quiet)
    }

    /// Waits until connections that are not kept are closed on both sides.
    func settle(_ engine: SSHEngine, isPooled: Bool) async throws {
        guard !isPooled else { return }
        while engine.sessionCount > 0 { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// CPU time so far of the process that the plugin runs in.
    var runnerCPUTime: UInt64 {
        plugins.statuses.lazy.compactMap(\.runner.pid).first.map(CPUTime.process) ?? 0
    }

    /// Session channels that sshd has opened so far.
    var channels: Int { server.fixture.log.components(separatedBy: "Starting session:").count - 1 }

    // MARK: Work

    /// One run through the probe service: claim, connection, plugin, result.
    func probe(_ engine: SSHEngine, port: Int) async throws {
        let (id, fleet) = try await hosts.fleet(port: port, server: server, database: cluster.database)
        let service = ProbeService(
            database: cluster.database, audit: AuditTrail(), hosts: fleet, credentials: fleet, profiles: fleet,
            plugins: plugins,
            engine: engine, sinks: [fleet], cadence: ProbeCadence(), logger: .quiet, onFailure: { _, _, _, _ in })
        _ = try await service.run(.systemInfo, on: id, by: .system("bench"))
    }

    /// One connection, one command after the other.
    func commands(_ sections: [ProbeSection], _ engine: SSHEngine, port: Int) async throws {
        let session = try await engine.session(for: server.target(port: port), fresh: true)
        defer { session.release() }
        let policy = SudoPolicy(need: .ifNeeded, knownMode: .nopasswd)
        for section in sections {
            let limits = SSHLimits(
                timeout: .seconds(section.timeoutSeconds + 10), maxStdout: section.maxBytes, maxStderr: 4_096)
            let command = "sh -c '" + section.command.replacingOccurrences(of: "'", with: "'\\''") + "'"
            if section.part == .root {
                _ = try await session.executeWithPrivilege(command, policy: policy, limits: limits)
            } else {
                _ = try await session.execute(command, limits: limits)
            }
        }
    }

    /// What the probe asks its host for.
    func sections() async throws -> [ProbeSection] {
        guard let probe = plugins.probe(role: .systemInfo) else { throw BenchFailure("there is no sysinfo plugin") }
        let capture = SectionCapture()
        // The probe fails, as it is told nothing; what it asked is known then.
        _ = try? await plugins.run(
            ProbeRequest(
                pluginID: probe.pluginID, probe: probe.probe, hostID: UUID(), services: capture,
                correlationID: .make(.command)))
        guard !capture.sections.isEmpty else { throw BenchFailure("the sysinfo probe asked for nothing") }
        return capture.sections
    }
}

/// One fleet of one host for each port that leads to the server.
private actor FleetByPort {
    private var fleets: [Int: (UUID, OneHostFleet)] = [:]

    func fleet(port: Int, server: BenchSSHServer, database: Database) async throws -> (UUID, OneHostFleet) {
        if let known = fleets[port] { return known }
        let id = UUID.v7()
        try await database.execute("INSERT INTO hosts (id) VALUES ($1)", [.uuid(id)])
        let fleet = OneHostFleet(server, id: id, port: port)
        fleets[port] = (id, fleet)
        return (id, fleet)
    }
}

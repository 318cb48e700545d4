import Core
import Foundation
import JSON
import Logging
import NIOConcurrencyHelpers
import PluginHost
import RunnerWire
import TestSupport

/// What one call of a probe costs through the plugin host and the runner, beside a bare socket pair that carries the
/// same bytes; how long a runner takes to start, and how soon a crash is known.
struct PluginCall {
    private static let calls = 4_000
    private static let floorCalls = 20_000
    private static let starts = 15
    private static let eventCalls = 10
    private static let eventsPerCall = 50_000

    let options: BenchOptions
    let report: Report

    func run() async throws {
        let packages = try await Packages(conformance: options.conformance)
        for inFlight in [1, 16] {
            try await roundTrip(packages, Packages.noop, inFlight: inFlight)
            try await roundTrip(packages, Packages.echo, inFlight: inFlight)
        }
        try await events(packages)
        try await coldStart(packages)
        try await crash(packages)
    }

    // MARK: Round trip

    /// The floor, calls by tasks on the runner's executor and calls by ordinary tasks, in turns.
    private func roundTrip(_ packages: Packages, _ plugin: String, inFlight: Int) async throws {
        var floors: [Measurement] = []
        var onExecutor: [Measurement] = []
        var ordinary: [Measurement] = []
        var floor = SocketFloor(requestBytes: 1, replyBytes: 1)
        try await withHost(packages) { host in
            // The first calls start the runner and fill its pools.
            _ = try await inParallel(inFlight, count: 200) { _ in _ = try await host.call(plugin, [:]) }
            floor = Self.floor(of: try await host.call(plugin, [:]), eventTypes: plugin == Packages.echo ? 1 : 0)
            guard let runner = host.statuses.first(where: { $0.id == plugin })?.runner.pid,
                let executor = host.executor(pluginID: plugin)
            else { throw BenchFailure("\(plugin) has no runner") }
            for _ in 0..<options.rounds {
                floors.append(try await floor.measure(count: Self.floorCalls, inFlight: inFlight))
                onExecutor.append(
                    try await withTaskExecutorPreference(executor) {
                        try await Self.calls(host, plugin, runner: runner, inFlight: inFlight)
                    })
                ordinary.append(try await Self.calls(host, plugin, runner: runner, inFlight: inFlight))
            }
        }
        let legs = "\(plugin == Packages.noop ? "no-op" : "echo"), \(inFlight) in flight"
        report.add("floor, \(legs)", Self.figures(floors), notes: Self.notes(floor))
        for (name, calls) in [("runner's executor", onExecutor), ("ordinary task", ordinary)] {
            report.add("call, \(legs), \(name)", Self.figures(calls), notes: Self.notes(floor))
            let pairs = zip(calls, floors)
            report.add(
                "ratio, \(legs), \(name)",
                [
                    ("p50", pairs.map { $0.samples.microseconds(0.5) / $1.samples.microseconds(0.5) }.median),
                    ("p99", pairs.map { $0.samples.microseconds(0.99) / $1.samples.microseconds(0.99) }.median),
                    ("wall", pairs.map { $0.wallMicroseconds / $1.wallMicroseconds }.median),
                    ("cpu", pairs.map { $0.cpuMicroseconds / $1.cpuMicroseconds }.median),
                ])
        }
    }

    private static func calls(
        _ host: PluginHost, _ plugin: String, runner: Int32, inFlight: Int
    ) async throws -> Measurement {
        try await Measurement.of(cpu: { CPUTime.own() + CPUTime.process(runner) }) { samples in
            samples = try await inParallel(inFlight, count: calls) { _ in _ = try await host.call(plugin, [:]) }
            return samples.count
        }
    }

    // MARK: Events

    /// From the plugin's emit(), called once per event, to the outcome that holds the accepted events.
    private func events(_ packages: Packages) async throws {
        var onExecutor: [Measurement] = []
        var ordinary: [Measurement] = []
        try await withHost(packages) { host in
            _ = try await host.echo()
            guard let executor = host.executor(pluginID: Packages.echo) else {
                throw BenchFailure("the echo plugin has no runner")
            }
            for _ in 0..<options.rounds {
                onExecutor.append(try await withTaskExecutorPreference(executor) { try await Self.emitting(host) })
                ordinary.append(try await Self.emitting(host))
            }
        }
        for (name, rounds) in [("runner's executor", onExecutor), ("ordinary task", ordinary)] {
            report.add(
                "events, \(name)",
                [
                    ("events_per_s", rounds.median(\.rate)),
                    ("host_cpu_us_per_event", rounds.median(\.cpuMicroseconds)),
                    ("runner_cpu_us_per_event", rounds.median(\.targetMicroseconds)),
                ], notes: [("event", "subject of 6 to 10 bytes, message of 29, attributes {\"n\":1}")])
        }
    }

    private static func emitting(_ host: PluginHost) async throws -> Measurement {
        let runner = host.statuses.first { $0.id == Packages.echo }?.runner.pid ?? 0
        return try await Measurement.of(target: { CPUTime.process(runner) }) { _ in
            for _ in 0..<eventCalls {
                let outcome = try await host.call(Packages.echo, ["events": .integer(Int64(eventsPerCall))])
                guard outcome.events.count == eventsPerCall else { throw BenchFailure("events are missing") }
            }
            return eventCalls * eventsPerCall
        }
    }

    private static func figures(_ rounds: [Measurement]) -> [Report.Figure] {
        Measurement.latencies(rounds) + [
            ("cpu_us_per_call", rounds.median(\.cpuMicroseconds)), ("calls_per_s", rounds.median(\.rate)),
        ]
    }

    private static func notes(_ floor: SocketFloor) -> [(name: String, text: String)] {
        [("bytes", "\(floor.requestBytes) to the runner, \(floor.replyBytes) back")]
    }

    /// The sizes of RUN and RESULT on the wire for a call like this one.
    private static func floor(of outcome: ProbeOutcome, eventTypes: Int) -> SocketFloor {
        let header = Int(OW_WIRE_HEADER_SIZE)
        let parameters = JSONValue.object([:]).encoded().count
        let trace = CorrelationID.make(.command).text.utf8.count
        // Scalars, then the fields with a length of four bytes in front: parameters, previous, trace.
        let run = (4 + 8 + 4 + 4 + 8 + 8) + (4 + 4 * eventTypes) + (4 + parameters) + 4 + (4 + trace)
        let result = (4 + 4 + 4 + 8 + 8 + 4) + 4 + 4 + (4 + outcome.result.count)
        return SocketFloor(requestBytes: header + run, replyBytes: header + result)
    }

    // MARK: Start and crash

    private func coldStart(_ packages: Packages) async throws {
        var ready = Samples()
        var replied = Samples()
        for _ in 0..<Self.starts {
            let started = NIOLockedValueBox<UInt64?>(nil)
            try await withHost(packages) { event in
                if case .started = event.kind { started.withLockedValue { $0 = monotonicNow() } }
            } _: { host in
                let start = monotonicNow()
                try await host.echo()
                replied.add(monotonicNow() - start)
                if let time = started.withLockedValue({ $0 }) { ready.add(time - start) }
            }
        }
        report.add(
            "cold start",
            [
                ("first_reply_p50_us", replied.microseconds(0.5)), ("first_reply_p95_us", replied.microseconds(0.95)),
                ("ready_p50_us", ready.microseconds(0.5)), ("starts", Double(replied.count)),
            ])
    }

    private func crash(_ packages: Packages) async throws {
        var crashed = Samples()
        var answered = Samples()
        for _ in 0..<Self.starts {
            try await withHost(packages) { host in
                for _ in 0..<50 {
                    let start = monotonicNow()
                    _ = try await host.call(Packages.crash, [:])
                    answered.add(monotonicNow() - start)
                }
                let start = monotonicNow()
                do {
                    _ = try await host.call(Packages.crash, ["how": "segv"])
                    throw BenchFailure("the crash plugin did not crash")
                } catch let error as PluginError where error.code == .crashed {
                    crashed.add(monotonicNow() - start)
                }
            }
        }
        report.add(
            "crash to error",
            [
                ("p50_us", crashed.microseconds(0.5)), ("p95_us", crashed.microseconds(0.95)),
                ("answered_call_p50_us", answered.microseconds(0.5)), ("crashes", Double(crashed.count)),
            ])
    }

    private func withHost(
        _ packages: Packages, events: (@Sendable (PluginLifecycleEvent) -> Void)? = nil,
        _ body: (PluginHost) async throws -> Void
    ) async throws {
        let host = PluginHost(
            configuration: PluginHostConfiguration(directories: [packages.directory], runnerPath: options.runner),
            logger: .quiet,
            trust: AllowListedTrustPolicy(ids: [Packages.echo, Packages.crash, Packages.noop]), eventSink: events)
        try host.load()
        do {
            try await body(host)
        } catch {
            await host.shutdown()
            throw error
        }
        await host.shutdown()
    }
}

/// The plugins that are called, with room for all the calls that are made at a time.
struct Packages {
    static let echo = "org.openwatch.test.echo"
    static let crash = "org.openwatch.test.crash"
    static let noop = "org.openwatch.test.noop"

    private let files: TemporaryDirectory

    var directory: String { files.path }

    init(conformance: String) async throws {
        files = try TemporaryDirectory(prefix: "openwatch-bench-")
        try await TestCommand.run([
            "sh", "-c",
            """
            umask 022 && cp -R "$1/echo" "$1/crash" "$1/noop" "$2/" && chmod -R go-w "$2" &&
            sed -i 's/^max_concurrent = .*/max_concurrent = 16/; s/^max_per_call = .*/max_per_call = 100000/' \
                "$2/echo/plugin.toml"
            """, "sh", conformance, files.path,
        ])
    }
}

/// A target without services, for probes that ask for none.
private struct NoServices: ProbeTargetServices {
    func openSSH(fresh: Bool, timeout: Duration?) async -> ProbeSSHOpenResult {
        ProbeSSHOpenResult(session: nil, info: ProbeSSHInfo(), code: .unreachable)
    }

    func value(forKey key: String) async throws(ProbeServiceError) -> (value: [UInt8], version: UInt64)? { nil }

    func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) async throws(ProbeServiceError) {
        throw ProbeServiceError(code: .unsupported, message: "there is no store")
    }
}

extension PluginHost {
    private static let hostID = UUID()
    /// Made once: what is measured is the call, not the making of ids.
    private static let correlationID = CorrelationID.make(.command)

    fileprivate func call(_ plugin: String, _ parameters: JSONObject) async throws -> ProbeOutcome {
        try await run(
            ProbeRequest(
                pluginID: plugin, probe: "main", hostID: Self.hostID, services: NoServices(),
                parameters: .object(parameters), correlationID: Self.correlationID))
    }

    @discardableResult
    func echo() async throws -> ProbeOutcome {
        try await call(Packages.echo, [:])
    }
}

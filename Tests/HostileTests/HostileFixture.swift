import Core
import Foundation
import JSON
import Logging
import NIOConcurrencyHelpers

@testable import PluginHost

/// Hosts over hostile plugins: the runner as it was built beside the tests, the plugins compiled from their C sources.
enum HostileFixture {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The well-behaved neighbour that must still answer.
    static let neighbour = "org.openwatch.test.echo"

    private static let repository: URL = {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        return here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }()

    private static let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

    /// `OPENWATCH_PROBE_RUNNER`, or the binary beside the tests.
    static let runner = Result {
        let beside = products.appendingPathComponent("openwatch-probe-runner").path
        let path = ProcessInfo.processInfo.environment["OPENWATCH_PROBE_RUNNER"] ?? beside
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(description: "there is no probe runner at \(path)")
        }
        return path
    }

    /// The neighbour and the hostile plugins as packages.
    private static let packages = Result {
        let output = try temporaryDirectory()
        let sources = repository.appendingPathComponent("Tests/Conformance")
        try run("/bin/sh", [sources.appendingPathComponent("build-plugins.sh").path, output])
        try run("/bin/sh", [sources.appendingPathComponent("build-hostile.sh").path, "\(output)/hostile"])
        try run("/bin/chmod", ["-R", "go-w", output])
        return output
    }

    /// A directory with one hostile plugin and the neighbour.
    static func directory(_ hostile: String, edit: (String) -> String = { $0 }) throws -> String {
        let directory = try temporaryDirectory()
        let built = try packages.get()
        try FileManager.default.copyItem(atPath: "\(built)/hostile/\(hostile)", toPath: "\(directory)/\(hostile)")
        try FileManager.default.copyItem(atPath: "\(built)/echo", toPath: "\(directory)/echo")
        let manifest = "\(directory)/\(hostile)/plugin.toml"
        let text = try String(contentsOfFile: manifest, encoding: .utf8)
        try edit(text).write(toFile: manifest, atomically: false, encoding: .utf8)
        return directory
    }

    /// A directory with the plugins that ship, as the build left them beside the tests.
    static func shippedPlugins() throws -> String {
        let directory = try temporaryDirectory()
        let script = repository.appendingPathComponent("scripts/stage-plugins.sh").path
        try run("/bin/sh", [script, products.path, directory])
        return directory
    }

    static func temporaryDirectory() throws -> String {
        let path = NSTemporaryDirectory() + "/ow-hostile-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        return path
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments) ended with \(process.terminationStatus)")
        }
    }

    /// Runs a body with a host over a directory and leaves neither a runner nor the directory behind.
    static func withHost(
        _ directory: String, log: Happenings = Happenings(), eager: Bool = false,
        configure: (inout PluginHostConfiguration) -> Void = { _ in }, _ body: (PluginHost) async throws -> Void
    ) async throws {
        var timing = RunnerTiming()
        timing.backOff = .milliseconds(20)
        timing.backOffLimit = .milliseconds(20)
        timing.grace = .milliseconds(300)
        timing.drain = .milliseconds(500)
        timing.crashLimit = 1_000
        var configuration = PluginHostConfiguration(
            directories: [directory], runnerPath: try runner.get(), startEagerly: eager, timing: timing)
        configure(&configuration)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        let host = PluginHost(
            configuration: configuration, logger: Logger(label: "test", factory: { _ in log.handler }),
            trust: AllowListedTrustPolicy(
                ids: Set(
                    ["ssh-connectivity", "sysinfo", "discovery"].map { "org.openwatch.\($0)" }
                        + names.flatMap { ["org.openwatch.test.\($0)", "com.example.\($0)"] })),
            eventSink: { event in log.add(event) })
        try host.load()
        let service = eager ? Task { try await host.run() } : nil
        do {
            try await body(host)
        } catch {
            await host.shutdown()
            service?.cancel()
            throw error
        }
        await host.shutdown()
        service?.cancel()
        try? FileManager.default.removeItem(atPath: directory)
    }

    static func call(
        _ host: PluginHost, _ plugin: String, probe: String = "main", _ parameters: JSONValue = .object([:]),
        target: any ProbeTargetServices = WatchedTarget(), timeout: Duration? = nil
    ) async throws -> ProbeOutcome {
        try await host.run(
            ProbeRequest(
                pluginID: plugin, probe: probe, hostID: UUID(), services: target, parameters: parameters,
                timeout: timeout, correlationID: .make(.command)))
    }
}

/// Waits for a condition, at most ten seconds.
func eventually(_ what: String, _ condition: () async -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(10)
    while !(await condition()) {
        guard ContinuousClock.now < end else { throw HostileFixture.Failure(description: "never happened: \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}

import Core
import Foundation
import JSON
import Logging
import NIOConcurrencyHelpers
import Testing

@testable import PluginHost

/// The real runner, built once, and packages to run in it: the conformance plugins, and small ones compiled here.
enum PluginFixture {
    struct Failure: Error {
        let message: String
    }

    static let repository: URL = {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        return here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }()

    /// `OPENWATCH_PROBE_RUNNER`, or a build of the sources.
    static let runner = Result {
        if let path = ProcessInfo.processInfo.environment["OPENWATCH_PROBE_RUNNER"] { return path }
        let output = try temporaryDirectory() + "/openwatch-probe-runner"
        let folder = repository.appendingPathComponent("Sources/ProbeRunner").path
        let sources = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".c") }
        try run(
            "/usr/bin/cc",
            ["-std=gnu11", "-O2", "-I", include, "-I", wireInclude] + sources.map { "\(folder)/\($0)" }
                + ["-o", output, "-pthread", "-lseccomp", "-ldl"])
        return output
    }

    /// The folder with the conformance packages.
    static let conformance = Result {
        let output = try temporaryDirectory()
        try run("/bin/sh", [repository.appendingPathComponent("Tests/Conformance/build-plugins.sh").path, output])
        try run("/bin/chmod", ["-R", "go-w", output])
        return output
    }

    static var include: String { repository.appendingPathComponent("Sources/PluginABI/include").path }
    private static var wireInclude: String { repository.appendingPathComponent("Sources/RunnerWire/include").path }

    static func temporaryDirectory() throws -> String {
        let path = NSTemporaryDirectory() + "/ow-pluginhost-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        return path
    }

    static func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                message: "\(program) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
        }
    }

    /// A directory with copies of some conformance packages, whose manifests may be edited.
    static func directory(of names: [String], edit: (String) -> String = { $0 }) throws -> String {
        let directory = try temporaryDirectory()
        for name in names {
            try FileManager.default.copyItem(atPath: "\(conformance.get())/\(name)", toPath: "\(directory)/\(name)")
            let manifest = "\(directory)/\(name)/plugin.toml"
            try write(edit(String(contentsOfFile: manifest, encoding: .utf8)), to: manifest)
        }
        return directory
    }

    /// Runs long work on a thread of its own: on a thread of the cooperative pool it would hold up tests that measure time.
    static func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }

    static func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    /// Adds a package compiled from C source to a directory. The id becomes `com.example.NAME`.
    static func compile(_ name: String, source: String, into directory: String, manifest: String = "") throws {
        let package = "\(directory)/\(name)"
        let library = "\(package)/lib/linux-x86_64"
        try FileManager.default.createDirectory(atPath: library, withIntermediateDirectories: true)
        try write(
            manifest.isEmpty ? ManifestSample.text(id: "com.example.\(name)") : manifest, to: "\(package)/plugin.toml")
        try write(source, to: "\(package)/plugin.c")
        let conformance = repository.appendingPathComponent("Tests/Conformance/plugins").path
        try run(
            "/usr/bin/cc",
            [
                "-std=c11", "-O1", "-fPIC", "-shared", "-fvisibility=hidden", "-I", include, "-I", conformance,
                "\(package)/plugin.c", "-o", "\(library)/plugin.so",
            ])
        try run("/bin/chmod", ["-R", "go-w", package])
    }

    /// A host over a directory; the caller shuts it down.
    static func host(
        _ directory: String, eager: Bool = false, events: LifecycleLog? = nil,
        timing: (inout RunnerTiming) -> Void = { _ in },
        isFeatureEnabled: @escaping @Sendable (String) -> Bool = { _ in true }
    ) throws -> PluginHost {
        var limits = RunnerTiming()
        limits.backOff = .milliseconds(50)
        timing(&limits)
        let configuration = PluginHostConfiguration(
            directories: [directory], runnerPath: try runner.get(), startEagerly: eager, timing: limits)
        var sink: (@Sendable (PluginLifecycleEvent) -> Void)?
        if let events { sink = { event in events.add(event) } }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        let host = PluginHost(
            configuration: configuration, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            trust: AllowListedTrustPolicy(
                ids: Set(names.flatMap { ["org.openwatch.test.\($0)", "com.example.\($0)"] } + [VersionedPlugin.id])),
            isFeatureEnabled: isFeatureEnabled, eventSink: sink)
        try host.load()
        return host
    }

    /// Runs a body with a host and leaves no runner behind.
    static func withHost(
        _ directory: String, eager: Bool = false, events: LifecycleLog? = nil,
        timing: (inout RunnerTiming) -> Void = { _ in }, _ body: (PluginHost) async throws -> Void
    ) async throws {
        let host = try host(directory, eager: eager, events: events, timing: timing)
        do {
            try await body(host)
        } catch {
            await host.shutdown()
            throw error
        }
        await host.shutdown()
        try? FileManager.default.removeItem(atPath: directory)
    }
}

/// Lifecycle events in the order of their arrival.
final class LifecycleLog: Sendable {
    private let events = NIOLockedValueBox<[PluginLifecycleEvent]>([])

    func add(_ event: PluginLifecycleEvent) {
        events.withLockedValue { $0.append(event) }
    }

    var all: [PluginLifecycleEvent] { events.withLockedValue { $0 } }

    var crashes: Int {
        all.filter { if case .crashed = $0.kind { true } else { false } }.count
    }
}

extension PluginHost {
    /// Runs the probe `main` of a conformance plugin.
    func call(
        _ name: String, _ parameters: JSONValue = .object([:]), target: any ProbeTargetServices = FakeTarget(),
        previous: ProbeRequest.Previous? = nil, timeout: Duration? = nil, hostID: UUID = UUID(),
        onProgress: (@Sendable (Double, String) -> Void)? = nil
    ) async throws -> ProbeOutcome {
        let id = name.contains(".") ? name : "org.openwatch.test.\(name)"
        return try await run(
            ProbeRequest(
                pluginID: id, probe: "main", hostID: hostID, services: target, parameters: parameters,
                previous: previous, timeout: timeout, correlationID: .make(.command), onProgress: onProgress))
    }

    /// The error of a call that must fail.
    func failure(
        _ name: String, _ parameters: JSONValue = .object([:]), target: any ProbeTargetServices = FakeTarget(),
        timeout: Duration? = nil, hostID: UUID = UUID()
    ) async throws -> PluginError {
        do {
            let outcome = try await call(name, parameters, target: target, timeout: timeout, hostID: hostID)
            throw PluginFixture.Failure(
                message: "the call succeeded: \(String(decoding: outcome.result, as: UTF8.self))")
        } catch let error as PluginError {
            return error
        }
    }

    func status(_ name: String) -> PluginStatus? {
        let id = name.contains(".") ? name : "org.openwatch.test.\(name)"
        return statuses.first { $0.id == id }
    }
}

/// Waits for a condition, at most a few seconds.
func eventually(_ what: String, within limit: Duration = .seconds(10), _ condition: () async -> Bool) async throws {
    let end = ContinuousClock.now + limit
    while !(await condition()) {
        guard ContinuousClock.now < end else { throw PluginFixture.Failure(message: "never happened: \(what)") }
        try await Task.sleep(for: .milliseconds(20))
    }
}

func isAlive(_ pid: Int32) -> Bool {
    kill(pid, 0) == 0
}

/// Something that is so or not, for closures that outlive the test's frame.
final class Flag: Sendable {
    private let value = NIOLockedValueBox(false)

    var isSet: Bool {
        get { value.withLockedValue(\.self) }
        set { value.withLockedValue { $0 = newValue } }
    }
}

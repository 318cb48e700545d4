public import JSON
public import PluginKit

/// Answers what a host is, what is installed and running on it, and what changed since the last look.
public final class SysinfoPlugin: ProbePlugin {
    public static let identity = PluginIdentity(id: "org.openwatch.sysinfo", version: "0.1.0")

    private let reportsFirstSight: Bool

    public init(context: PluginContext, configuration: JSONValue) throws {
        reportsFirstSight = configuration["notify_on_first_scan"]?.bool ?? false
    }

    /// - Returns: the snapshot. Its changes against `call.previous` are emitted as events.
    public func run(probe: Int, call: ProbeCall) throws -> JSONValue {
        guard probe == 0 else {
            throw ProbeFailure(code: .argument, message: "This plugin has one probe.", detail: [:])
        }
        let previous = call.previous?.object
        let wanted = UpdateCadence(parameter: call.parameters["updates"]?.string)
            .sections(previous: previous, unixNanoseconds: call.unixNanoseconds)
        call.progress(0.05, stage: "connect")
        let session = try call.openSSH()
        defer { session.close() }
        call.progress(0.15, stage: "collect")
        let samples = SampleSet(try Collector(session: session).collect(wanted))
        guard !samples.isEmpty else {
            throw ProbeFailure(code: .io, message: "The host answered none of the questions.", detail: [:])
        }
        try call.checkCancellation()
        call.progress(0.8, stage: "compare")
        let snapshot = SnapshotBuilder(
            samples: samples, previous: previous, unixNanoseconds: call.unixNanoseconds
        ).build()
        let changes = ChangeDetector.changes(from: previous, to: snapshot, reportsFirstSight: reportsFirstSight)
        try EventEmitter(call: call).emit(changes)
        return .object(snapshot)
    }
}

public import JSON
public import PluginKit

/// Answers "what is this host": one round trip over every section of the manifest.
public final class DiscoveryPlugin: ProbePlugin {
    public static let identity = PluginIdentity(id: "org.openwatch.discovery", version: "0.1.0")

    public init(context: PluginContext, configuration: JSONValue) throws {}

    public func run(probe: Int, call: ProbeCall) throws -> JSONValue {
        guard probe == 0 else {
            throw ProbeFailure(code: .argument, message: "This plugin has one probe.", detail: [:])
        }
        call.progress(0.1, stage: "connect")
        let session = try call.openSSH()
        defer { session.close() }
        call.progress(0.3, stage: "collect")
        let observation = HostObservation(try session.collect())
        guard observation.hasAnswer else {
            throw ProbeFailure(.io, "The host let us in but answered no question.", detail: observation.detail)
        }
        return observation.result
    }
}

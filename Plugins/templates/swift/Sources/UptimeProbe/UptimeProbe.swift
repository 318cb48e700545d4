import JSON
import PluginABI
import PluginKit

/// Reads how long a host has been up, and reports when it was restarted since the last time.
final class UptimeProbe: ProbePlugin {
    static let identity = PluginIdentity(id: "com.example.uptime", version: "0.1.0")

    init(context: PluginContext, configuration: JSONValue) throws {}

    func run(probe: Int, call: ProbeCall) throws -> JSONValue {
        let session = try call.openSSH()
        defer { session.close() }
        let answer = try session.execute("uptime")
        let text = String(decoding: answer.stdout, as: UTF8.self)
        guard answer.exitCode == 0, let seconds = Int64(text.prefix { $0 != "." }) else {
            throw ProbeFailure(.protocol, "/proc/uptime holds no number")
        }
        if let before = call.previous?["uptime_seconds"]?.integer, seconds < before {
            try call.emit([
                ProbeEvent(
                    type: 0, severity: .medium, subject: "host", message: "The host was restarted.",
                    attributes: ["uptime_seconds": .integer(seconds)])
            ])
        }
        return ["uptime_seconds": .integer(seconds)]
    }
}

@c(ow_plugin_v1)
public func openWatchPluginEntry() -> UnsafePointer<ow_plugin>? {
    PluginEntry.table(for: UptimeProbe.self)
}

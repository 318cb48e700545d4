import JSON
import PluginABI
import PluginKit

/// Reads how much a host randomises addresses, and reports when that is less than expected.
final class AddressRandomisation: ProbePlugin {
    static let identity = PluginIdentity(id: "@ID@", version: "0.1.0")

    init(context: PluginContext, configuration: JSONValue) throws {}

    func run(probe: Int, call: ProbeCall) throws -> JSONValue {
        guard probe == 0 else { throw ProbeFailure(.argument, "there is one probe") }
        let session = try call.openSSH()
        defer { session.close() }
        let answer = try session.execute("aslr")
        guard answer.exitCode == 0 else {
            throw ProbeFailure(.unsupported, "the host has no kernel.randomize_va_space")
        }
        let text = String(decoding: answer.stdout.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard let value = Int64(text), (0...2).contains(value) else {
            throw ProbeFailure(.protocol, "kernel.randomize_va_space is not 0, 1 or 2")
        }
        let expected = call.parameters["expected"]?.integer ?? 2
        let result: JSONValue = ["value": .integer(value), "expected": .integer(expected)]

        // Only a change is an event: the last result says what is known already.
        if value < expected, call.previous?["value"]?.integer != value {
            try call.emit([
                ProbeEvent(
                    type: 0, severity: .medium, subject: "sysctl:kernel.randomize_va_space",
                    message: "Addresses are randomised less than expected.",
                    attributes: ["value": .integer(value), "expected": .integer(expected)])
            ])
        }
        return result
    }
}

@c(ow_plugin_v1)
public func openWatchPluginEntry() -> UnsafePointer<ow_plugin>? {
    PluginEntry.table(for: AddressRandomisation.self)
}

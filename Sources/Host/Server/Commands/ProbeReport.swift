import JSON
import PluginHost
import Probes

/// A probe's result for people: the rungs of a connectivity check, or the facts of a host.
struct ProbeReport: Sendable {
    let run: ProbeService.Run

    func print() {
        let value = run.outcome.resultValue
        Swift.print(value["rungs"]?.array == nil ? facts(of: value) : rungs(of: value), terminator: "")
        for event in run.outcome.events {
            Swift.print("event  \(event.kindCode)  \(event.subject)")
        }
        Swift.print(
            "\(run.outcome.pluginID) \(run.outcome.pluginVersion), \(run.outcome.durationNanoseconds / 1_000_000) ms, "
                + "\(run.accepted.events) events published")
    }

    private func rungs(of value: JSONValue) -> String {
        var table = TextTable(columns: ["RUNG", "RESULT", "LATENCY", "DETAIL"])
        for rung in value["rungs"]?.array ?? [] {
            let isAttempted = rung["attempted"]?.bool ?? false
            let latency = rung["latency_ms"]?.double.map { "\(($0 * 10).rounded() / 10) ms" } ?? ""
            table.append([
                rung["name"]?.string ?? "", isAttempted ? rung["ok"]?.bool == true ? "ok" : "FAILED" : "-", latency,
                [rung["error_code"]?.string, rung["message"]?.string].compactMap { $0 }.joined(separator: ": "),
            ])
        }
        return table.text
    }

    private func facts(of value: JSONValue) -> String {
        let members = (value["facts"]?.object ?? value.object ?? [:]).filter {
            switch $0.value {
            case .object, .array, .null: false
            default: true
            }
        }
        var table = TextTable(columns: ["FACT", "VALUE"])
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            table.append([key, value.string ?? String(decoding: value.encoded(), as: UTF8.self)])
        }
        for name in ["packages", "services", "users", "listening_ports", "mountpoints", "network_interfaces"] {
            let count = value[name]?.array?.count ?? value[name]?.object?.count
            if let count { table.append([name, "\(count)"]) }
        }
        return table.text
    }
}

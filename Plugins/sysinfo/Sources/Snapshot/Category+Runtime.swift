import HostFacts
import JSON

extension Category {
    /// What is installed, what runs, and what can be reached.
    static let runtime: [Category] =
        network + [
            Category(name: "services", keys: ["services", "service_items", "service_manager"]) { seen in
                seen.from(.svc) { output in
                    Services(output).map { found in
                        var previous: [String: JSONValue] = [:]
                        for item in seen.previous?["service_items"]?.array ?? [] {
                            if let unit = item["unit"]?.string { previous[unit] = item }
                        }
                        var values: JSONObject = ["service_items": .array(found.snapshot(previous: previous))]
                        values.set("services", found.states)
                        values.set("service_manager", found.engine)
                        return .observed(values: values)
                    }
                }
            },
            Category(name: "packages", keys: ["packages", "package_items", "package_manager", "package_keys"]) { seen in
                seen.from(.pkg) { output in
                    PackageList(output).map { list in
                        let os = seen.draft["os"]
                        var values = JSONObject()
                        values["packages"] = .object(list.versions)
                        values["package_items"] = .array(
                            list.snapshot(
                                osID: os?["id"]?.string ?? "", versionID: os?["version_id"]?.string ?? "",
                                codename: os?["codename"]?.string ?? ""))
                        values.set("package_manager", list.manager)
                        values.set("package_keys", list.trustedKeys)
                        return .observed(values: values)
                    }
                }
            },
            Category(name: "reboot", keys: ["reboot", "reboot_required"]) { seen in
                seen.from(.reboot) { output in
                    RebootState(output).map { state in
                        var values: JSONObject = ["reboot": .object(state.snapshot)]
                        if state.isRequired { values["reboot_required"] = true }
                        return .observed(values: values)
                    }
                }
            },
            Category(name: "updates", keys: ["updates"]) { seen in
                seen.first(of: [.updates, .updroot]) { output in
                    PendingUpdates(output).map { .observed(values: ["updates": .object($0.snapshot)]) }
                }
            },
        ]

    private static let network: [Category] = [
        Category(name: "listening_ports", keys: ["listening_ports", "sockets"]) { seen in
            // Root sees the same ports and their processes as well.
            seen.first(of: [.sockproc, .sockets]) { output in
                Sockets(output).map { found in
                    var values: JSONObject = ["sockets": .array(found.snapshot)]
                    if !found.sockets.isEmpty { values["listening_ports"] = .array(found.listeningPorts) }
                    return .observed(values: values)
                }
            }
        },
        Category(name: "network_interfaces", keys: ["network_interfaces"]) { seen in
            seen.from(.addr) { output in
                Interfaces(addresses: output, netsys: seen.samples.output(.netsys)).map {
                    .observed(values: ["network_interfaces": .array($0.snapshot)])
                }
            }
        },
        Category(name: "routes", keys: ["routes"]) { seen in
            seen.from(.route) { output in
                Routes(output).map {
                    .observed(values: $0.snapshot.isEmpty ? [:] : ["routes": .array($0.snapshot)])
                }
            }
        },
        Category(name: "firewall_rule_count", keys: ["firewall", "firewall_rule_count"]) { seen in
            seen.from(.fw) { output in
                Firewall(output).map {
                    .observed(values: [
                        "firewall": .object($0.snapshot), "firewall_rule_count": .integer($0.ruleCount),
                    ])
                }
            }
        },
        Category(name: "firewall", facts: ["firewall_service", "firewall_status"]) { seen in
            let asRoot = seen.from(.fw) { output in Firewall(output).map { .observed(values: [:], facts: $0.facts) } }
            if case .observed = asRoot { return asRoot }
            // An ordinary account may know which service is active, though not that there is none.
            guard let output = seen.samples.output(.fwunits),
                let state = FirewallState(parsing: output.shortText), state.isActive
            else { return asRoot }
            return .observed(
                values: [:],
                facts: ["firewall_service": .string(state.service), "firewall_status": .string(state.status)])
        },
    ]
}

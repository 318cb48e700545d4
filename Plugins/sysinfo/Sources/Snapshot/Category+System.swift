import HostFacts
import JSON

extension Category {
    /// What the host is: system, kernel, boot, hardware.
    static let system: [Category] = [osRelease, uname, kernelRelease, identity, uptime, hostname, fqdn] + hardware

    private static let osRelease = Category(
        name: "os_release", keys: ["os"],
        facts: [
            "os_name", "os_version", "os_version_full", "os_id", "os_id_like", "os_pretty_name", "platform_identifier",
            "os_family",
        ]
    ) { seen in
        seen.from(.os) { output in
            OSRelease(output).map { .observed(values: ["os": .object($0.snapshot)], facts: $0.facts) }
        }
    }

    private static let uname = Category(
        name: "uname", keys: ["kernel"], facts: ["kernel_name", "kernel_release", "kernel_version", "architecture"]
    ) { seen in
        seen.from(.uname) { output in
            Uname(output).map { .observed(values: ["kernel": .object($0.snapshot)], facts: $0.facts) }
        }
    }

    private static let kernelRelease = Category(name: "kernel_release", keys: ["kernel_release"]) { seen in
        seen.from(.uname) { output in
            Uname(output).map { .observed(values: ["kernel_release": .string($0.kernelRelease)]) }
        }
    }

    private static let identity = Category(name: "identity", keys: ["identity"]) { seen in
        seen.from(.ident) { output in
            HostIdentity(output).map {
                let now = Int64(clamping: seen.unixNanoseconds / 1_000_000_000)
                return .observed(values: ["identity": .object($0.snapshot(now: now))])
            }
        }
    }

    private static let uptime = Category(name: "uptime", keys: ["uptime_seconds"]) { seen in
        seen.from(.ident) { output in
            HostIdentity(output)?.uptime.map { .observed(values: ["uptime_seconds": .integer($0)]) }
        }
    }

    private static let hostname = Category(name: "hostname", facts: ["hostname"]) { seen in
        seen.from(.uname) { output in
            Uname(output).map { .observed(values: [:], facts: ["hostname": .string($0.nodeName)]) }
        }
    }

    private static let fqdn = Category(name: "fqdn", facts: ["fqdn"]) { seen in
        seen.from(.host) { output in
            let lines = output.lines.map { $0.trimmed }.filter { !$0.isEmpty }
            guard !lines.isEmpty else { return nil }
            var facts = JSONObject()
            if lines.count > 1, lines[1].words.count == 1 { facts.set("fqdn", lines[1].text) }
            return .observed(values: [:], facts: facts)
        }
    }

    private static let hardware: [Category] = [
        Category(
            name: "memory", keys: ["memory"], facts: ["mem_total_mb", "mem_available_mb", "swap_total_mb"]
        ) { seen in
            seen.from(.mem) { output in
                Memory(output).map { .observed(values: ["memory": .object($0.snapshot)], facts: $0.facts) }
            }
        },
        Category(name: "cpu", keys: ["cpu"]) { seen in
            seen.from(.cpu) { output in Processor(output).map { .observed(values: ["cpu": .object($0.snapshot)]) } }
        },
        Category(name: "hardware", keys: ["hardware"]) { seen in
            seen.from(.hw) { output in
                var hardware = KeyValueFacts(output).hardware
                if let found = seen.samples.output(.virt).flatMap({ Virtualization(parsing: $0.shortText) }) {
                    hardware.set("virtualization", found.type)
                    hardware.set("virtualization_role", found.role.rawValue)
                    hardware.set("container", found.container)
                }
                return .observed(values: ["hardware": .object(hardware)])
            }
        },
        Category(
            name: "disk", keys: ["disks"], facts: ["disk_total_gb", "disk_used_gb", "disk_free_gb"]
        ) { seen in
            seen.from(.df) { output in
                Disks(output).map { .observed(values: ["disks": .array($0.snapshot)], facts: $0.facts) }
            }
        },
        Category(name: "mountpoints", keys: ["mountpoints", "mounts"]) { seen in
            seen.from(.mounts) { output in
                MountTable(output).map { table in
                    var values: JSONObject = ["mounts": .array(table.snapshot)]
                    values.set("mountpoints", table.mountpoints)
                    return .observed(values: values)
                }
            }
        },
    ]
}

import Contract
import JSON

/// The flat facts of a host that the contract's `HostSystemInfo` knows.
enum SystemFacts {
    private static let texts = [
        "os_name", "os_version", "os_version_full", "os_id", "os_id_like", "os_pretty_name", "platform_identifier",
        "os_family", "kernel_name", "kernel_release", "kernel_version", "architecture", "hostname", "fqdn",
        "selinux_status", "firewall_service", "firewall_status",
    ]
    private static let integers = [
        "mem_total_mb", "mem_available_mb", "swap_total_mb", "disk_total_gb", "disk_used_gb", "disk_free_gb",
    ]

    /// Takes what the contract knows out of what a probe sent. Empty texts and nulls are left out, so that they never
    /// replace what an earlier run found.
    static func known(in facts: JSONObject) -> JSONObject {
        var known = JSONObject()
        for name in texts {
            if let text = facts[name]?.string, !text.isEmpty { known[name] = .string(String(text.prefix(4_096))) }
        }
        for name in integers {
            if let number = facts[name]?.integer, number >= 0 { known[name] = .integer(number) }
        }
        if let enabled = facts["apparmor_enabled"]?.bool { known["apparmor_enabled"] = .bool(enabled) }
        return known
    }
}

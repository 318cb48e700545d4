import JSON

extension ChangeDetector {
    /// Kernel, reboots, watched files, firewall.
    static func hostChanges(_ pair: Comparison) -> [Change] {
        let sight = Comparison(previous: pair.previous, current: pair.current, reportsFirstSight: false)
        return [kernel(sight), rebootRequired(pair), rebootCompleted(sight), firewall(sight)].compactMap { $0 }
            + files(sight)
    }

    private static func kernel(_ pair: Comparison) -> Change? {
        guard pair.covers("kernel_release", key: "kernel_release"),
            let before = pair.previous["kernel_release"]?.string, let after = pair.current["kernel_release"]?.string,
            before != after
        else { return nil }
        return Change(
            .kernelUpdated, subject: "kernel", message: "The running kernel went from \(before) to \(after).",
            attributes: [
                "prior": .string(before), "current": .string(after), "from": .string(before), "to": .string(after),
            ])
    }

    private static func rebootRequired(_ pair: Comparison) -> Change? {
        guard pair.covers("reboot", key: "reboot"), pair.current["reboot"]?["required"]?.bool == true,
            pair.previous["reboot"]?["required"]?.bool != true
        else { return nil }
        var detail = JSONObject()
        detail["reasons"] = pair.current["reboot"]?["reasons"]
        return Change(
            .rebootRequired, subject: "host", message: "The host asks for a reboot.", attributes: detail)
    }

    /// Another boot id is another boot. Uptime decides only where a kernel has no boot id: it may have grown past its
    /// old value before the next visit.
    private static func rebootCompleted(_ pair: Comparison) -> Change? {
        guard pair.covers("identity", key: "identity") else { return nil }
        let old = pair.previous["identity"]
        let new = pair.current["identity"]
        let before = pair.previous["uptime_seconds"]?.integer
        let after = pair.current["uptime_seconds"]?.integer
        if let was = old?["boot_id"]?.string, let now = new?["boot_id"]?.string {
            guard was != now else { return nil }
        } else {
            guard let before, let after, before > 0, after > 0, after + 10 < before else { return nil }
        }
        var detail: JSONObject = ["prior_uptime": .integer(before ?? 0), "current_uptime": .integer(after ?? 0)]
        detail["boot_time"] = new?["boot_time"]
        detail["prior_boot_id"] = old?["boot_id"]
        detail["current_boot_id"] = new?["boot_id"]
        return Change(.rebootCompleted, subject: "host", message: "The host was rebooted.", attributes: detail)
    }

    private static func firewall(_ pair: Comparison) -> Change? {
        guard pair.covers("firewall_rule_count", key: "firewall"),
            let before = pair.previous["firewall"]?["ruleset_hash"]?.string,
            let after = pair.current["firewall"]?["ruleset_hash"]?.string, before != after
        else { return nil }
        var detail: JSONObject = [
            "prior_hash": .string(before), "current_hash": .string(after), "from": .string(before),
            "to": .string(after),
        ]
        detail["service"] = pair.current["firewall"]?["service"]
        return Change(
            .firewallChanged, subject: "firewall", message: "The firewall rules changed.", attributes: detail)
    }

    /// Compares with the last known hash, however long ago. New files and vanished files are no changes of content, and
    /// a change of the group files shows as what it means for an account.
    private static func files(_ pair: Comparison) -> [Change] {
        guard pair.covers("config_hashes", key: "file_hashes"),
            let before = pair.previous["file_hashes"]?.object, let after = pair.current["file_hashes"]?.object
        else { return [] }
        return after.compactMap { path, entry in
            guard !["/etc/group", "/etc/gshadow"].contains(path), entry["present"]?.bool == true,
                let new = entry["sha256"]?.string, let old = before[path]?["sha256"]?.string, old != new
            else { return nil }
            return Change(
                .fileChanged, subject: "file:\(path)", message: "\(path) has changed.",
                attributes: [
                    "path": .string(path), "prior_hash": .string(old), "current_hash": .string(new),
                    "from": .string(old), "to": .string(new),
                ])
        }
    }
}

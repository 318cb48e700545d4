import JSON

extension ChangeDetector {
    static func packageChanges(_ pair: Comparison) -> [Change] {
        guard pair.covers("packages", key: "package_items") else { return [] }
        if let before = pair.previous["package_manager"], before != pair.current["package_manager"] { return [] }
        let before = instances(pair.previous)
        let after = instances(pair.current)
        var changes: [Change] = []
        for (key, current) in after {
            let prior = before[key] ?? [:]
            if !key.isMultiple, current.count == 1, prior.count == 1, let new = current.first, let old = prior.first {
                if new.key != old.key { changes.append(update(key, from: old, to: new)) }
                continue
            }
            for (version, item) in current where prior[version] == nil {
                changes.append(existence(.packageInstalled, key, version, item, isInstance: current.count > 1))
            }
            for (version, item) in prior where current[version] == nil {
                changes.append(existence(.packageRemoved, key, version, item, isInstance: true))
            }
        }
        for (key, prior) in before where after[key] == nil {
            for (version, item) in prior {
                changes.append(existence(.packageRemoved, key, version, item, isInstance: prior.count > 1))
            }
        }
        return changes
    }

    private struct PackageKey: Hashable {
        let manager, name, arch: String

        /// Packages of which several versions live side by side: one that comes is not an update of one that stays.
        var isMultiple: Bool {
            guard manager == "rpm" else { return false }
            return name == "kernel" || name.hasPrefix("kernel-core") || name.hasPrefix("kernel-modules")
                || name.hasPrefix("kernel-default") || name.hasPrefix("kernel-devel") || name.hasPrefix("kernel-uek")
                || name.hasPrefix("kernel-rt") || name.hasPrefix("kernel-debug") || name.hasPrefix("kernel-64k")
        }

        func subject(_ version: String?) -> String {
            "package:\(manager)/\(name)" + (arch.isEmpty ? "" : "/\(arch)") + (version.map { "/\($0)" } ?? "")
        }
    }

    /// Versions by package. Where an epoch exists it is part of what tells two versions apart.
    private static func instances(_ snapshot: JSONObject) -> [PackageKey: [String: JSONValue]] {
        var result: [PackageKey: [String: JSONValue]] = [:]
        for item in snapshot["package_items"]?.array ?? [] {
            guard let name = item["name"]?.string, let version = item["version"]?.string else { continue }
            let key = PackageKey(
                manager: item["manager"]?.string ?? "", name: name, arch: item["arch"]?.string ?? "")
            let full = item["epoch"]?.string.map { "\($0):\(version)" } ?? version
            result[key, default: [:]][full] = item
        }
        return result
    }

    private static func update(
        _ key: PackageKey, from old: (key: String, value: JSONValue), to new: (key: String, value: JSONValue)
    ) -> Change {
        // The epoch shows only where it is all that differs.
        let isEpochOnly = old.value["version"] == new.value["version"]
        let prior = isEpochOnly ? old.key : old.value["version"]?.string ?? old.key
        let current = isEpochOnly ? new.key : new.value["version"]?.string ?? new.key
        var detail: JSONObject = [
            "name": .string(key.name), "prior": .string(prior), "current": .string(current), "from": .string(prior),
            "to": .string(current),
        ]
        detail.set("arch", key.arch)
        detail["purl"] = new.value["purl"]
        return Change(
            .packageUpdated, subject: key.subject(nil), message: "\(key.name) went from \(prior) to \(current).",
            attributes: detail)
    }

    private static func existence(
        _ code: EventCode, _ key: PackageKey, _ version: String, _ item: JSONValue, isInstance: Bool
    ) -> Change {
        let shown = item["version"]?.string ?? version
        var detail: JSONObject = ["name": .string(key.name), "version": .string(shown)]
        detail.set("arch", key.arch)
        detail["purl"] = item["purl"]
        let verb = code == .packageInstalled ? "installed" : "removed"
        return Change(
            code, subject: key.subject(isInstance || key.isMultiple ? version : nil),
            message: "\(key.name) \(shown) was \(verb).", attributes: detail)
    }
}

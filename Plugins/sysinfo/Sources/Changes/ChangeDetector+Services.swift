import JSON

extension ChangeDetector {
    /// Compares settled states: a unit that was seen stopping, or inactive only once, has not stopped.
    static func serviceChanges(_ pair: Comparison) -> [Change] {
        guard pair.covers("services", key: "service_items") else { return [] }
        let (before, after) = pair.items("service_items") { $0["unit"]?.string }
        var changes: [Change] = []
        for (unit, item) in after {
            guard let prior = before[unit], let state = item["settled"]?.string,
                let was = prior["settled"]?.string ?? prior["active_state"]?.string, was != state
            else { continue }
            // A oneshot unit runs and ends; only its failure is news.
            let isOneshot = item["type"]?.string == "oneshot"
            let code: EventCode
            switch state {
            case "active" where !isOneshot: code = .serviceStarted
            case "inactive" where !isOneshot: code = .serviceStopped
            case "failed": code = .serviceFailed
            default: continue
            }
            var detail: JSONObject = ["unit": .string(unit), "from": .string(was), "to": .string(state)]
            if code == .serviceFailed { detail["sub_state"] = item["sub_state"] }
            changes.append(
                Change(
                    code, subject: "service:\(unit)", message: "\(unit) went from \(was) to \(state).",
                    attributes: detail))
        }
        return changes
    }

    static func mountChanges(_ pair: Comparison) -> [Change] {
        guard pair.covers("mountpoints", key: "mounts") else { return [] }
        let (before, after) = pair.items("mounts") { item in
            item["mountpoint"]?.string.map { "\($0)\u{0}\(item["fstype"]?.string ?? "")" }
        }
        func change(_ code: EventCode, _ item: JSONValue) -> Change {
            let path = item["mountpoint"]?.string ?? ""
            var detail: JSONObject = ["mountpoint": .string(path)]
            detail["source"] = item["source"] ?? ""
            detail["fstype"] = item["fstype"]
            let verb = code == .mounted ? "mounted" : "unmounted"
            return Change(code, subject: "mount:\(path)", message: "\(path) was \(verb).", attributes: detail)
        }
        return after.filter { before[$0.key] == nil }.map { change(.mounted, $0.value) }
            + before.filter { after[$0.key] == nil }.map { change(.unmounted, $0.value) }
    }
}

import JSON

/// Which firewall a host has, and a hash by which a change of its rules shows.
struct Firewall {
    let engine: String
    let status: String
    let ruleCount: Int64
    let rulesetHash: String?
    let policies: [String]

    init?(_ output: Bytes) {
        var values: [String: Bytes] = [:]
        var policies: [String] = []
        for line in output.lines.prefix(1024) {
            guard let (key, value) = line.assignment else { continue }
            if key == "policy" {
                if policies.count < 64 { policies.append(value.text) }
            } else {
                values[key] = value.trimmed
            }
        }
        guard let engine = values["engine"]?.text, let count = values["count"]?.integer, count >= -1 else { return nil }
        self.engine = engine == "none" ? "" : engine
        status = values["status"]?.text ?? ""
        ruleCount = count
        self.policies = policies
        let hash = values["hash"]?.text
        // No engine has no rules: an empty hash, so that switching a firewall off is a change too.
        rulesetHash = engine == "none" ? "" : hash.flatMap { $0.utf8.count == 64 ? $0 : nil }
    }

    var snapshot: JSONObject {
        var object = JSONObject()
        object["service"] = .string(engine)
        object["status"] = .string(status)
        object.set("rule_count", ruleCount)
        if let rulesetHash { object["ruleset_hash"] = .string(rulesetHash) }
        object.set("policies", policies)
        return object
    }

    var facts: JSONObject {
        var object = JSONObject()
        object.set("firewall_service", engine)
        object.set("firewall_status", status)
        return object
    }
}

import JSON

/// The files of the sudo policy and their rules that ask for no password.
struct SudoPolicy {
    let snapshot: JSONObject

    init?(_ output: Bytes) {
        let parts = MarkedParts(output, names: ["stat", "sha256", "rules"])
        guard let stats = parts["stat"], let sums = parts["sha256"] else { return nil }
        let files = FileHashes(stats: stats, sums: sums)
        guard !files.files.isEmpty else { return nil }
        var rules: [JSONValue] = []
        for line in (parts["rules"] ?? []).prefix(500) {
            let fields = line.fields(":", limit: 3)
            guard fields.count == 3, let number = fields[1].count64 else { continue }
            rules.append([
                "path": .string(fields[0].text), "line": .integer(number),
                "rule": .string(fields[2].trimmed.prefix(512).text),
            ])
        }
        var object = JSONObject()
        object["files"] = .array(files.snapshot)
        object["passwordless_rules"] = .array(rules)
        snapshot = object
    }
}

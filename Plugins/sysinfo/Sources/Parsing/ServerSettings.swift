import JSON

/// The settings that sshd runs with, from `sshd -T`.
struct ServerSettings {
    let snapshot: JSONObject

    init?(_ output: Bytes) {
        var values: [String: [String]] = [:]
        for line in output.lines.prefix(1024) {
            let parts = line.trimmed.fields(" ", limit: 2)
            guard parts.count == 2, parts[0].count <= 64 else { continue }
            let key = parts[0].text
            if values[key, default: []].count < 64 { values[key, default: []].append(parts[1].text) }
        }
        // Every sshd prints a port; without one this is something else.
        guard values["port"] != nil else { return nil }
        var object = JSONObject()
        for (key, texts) in values.sorted(by: { $0.key < $1.key }) {
            object[key] = texts.count == 1 ? .string(texts[0]) : .strings(texts)
        }
        snapshot = object
    }
}

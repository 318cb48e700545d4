import JSON

/// Model and topology of the processors, and the state of the kernel's mitigations.
struct Processor {
    let snapshot: JSONObject

    init?(_ output: Bytes) {
        let parts = MarkedParts(
            Bytes(Array("#processors\n".utf8) + output), names: ["processors", "flags", "online", "vulnerabilities"])
        var threads: Int64 = 0
        var first: [String: String] = [:]
        var sockets: Set<String> = []
        var cores: Set<String> = []
        var socket = ""
        for line in parts["processors"] ?? [] {
            let pair = line.fields(":", limit: 2)
            guard pair.count == 2 else { continue }
            let key = pair[0].trimmed.text
            let value = pair[1].trimmed.text
            switch key {
            case "processor": threads += 1
            case "physical id":
                socket = value
                sockets.insert(value)
            case "core id": cores.insert(socket + "/" + value)
            default: break
            }
            if first[key] == nil { first[key] = value }
        }
        let online = (parts["online"]?.first).map { Self.size(ofRange: $0.trimmed) } ?? 0
        guard threads > 0 || online > 0 else { return nil }
        var object = JSONObject()
        object.set("model", first["model name"] ?? first["Hardware"] ?? first["Model"] ?? first["cpu"])
        object.set("vendor", first["vendor_id"] ?? first["CPU implementer"])
        object.set("family", first["cpu family"])
        object.set("stepping", first["stepping"])
        object.set("microcode", first["microcode"])
        object.set("threads", max(threads, online))
        if !cores.isEmpty { object.set("cores", Int64(cores.count)) }
        if !sockets.isEmpty { object.set("sockets", Int64(sockets.count)) }
        if let line = parts["flags"]?.first, let value = line.fields(":", limit: 2).last, line.contains(0x3A) {
            object.set("flags", value.split(separator: 0x20).prefix(512).map { $0.text })
        }
        var mitigations = JSONObject()
        for line in (parts["vulnerabilities"] ?? []).prefix(128) {
            if let (key, value) = line.assignment { mitigations.set(key, value.text) }
        }
        object.set("vulnerabilities", mitigations)
        snapshot = object
    }

    /// How many processors a kernel range such as `0-3,8` names.
    private static func size(ofRange text: Bytes) -> Int64 {
        var total: Int64 = 0
        for part in text.fields(",").prefix(1024) {
            let bounds = part.fields("-").compactMap { $0.count64 }
            guard let low = bounds.first, let high = bounds.last, low <= high, high < 65_536 else { continue }
            total += high - low + 1
        }
        return total
    }
}

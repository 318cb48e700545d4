import JSON

/// The main routing tables, IPv4 before IPv6.
struct Routes {
    let snapshot: [JSONValue]

    init?(_ output: Bytes) {
        let parts = MarkedParts(output, names: ["json4", "json6", "text4", "text6"])
        if let lines = parts["json4"] {
            guard let first = Self.parse(json: lines, family: "inet") else { return nil }
            snapshot = first + (parts["json6"].flatMap { Self.parse(json: $0, family: "inet6") } ?? [])
        } else if let lines = parts["text4"] {
            snapshot = Self.parse(text: lines, family: "inet") + Self.parse(text: parts["text6"] ?? [], family: "inet6")
        } else {
            return nil
        }
    }

    private static func parse(json lines: [Bytes], family: String) -> [JSONValue]? {
        let bytes = Array(lines.joined(separator: [0x0A]))
        // Without any route some versions print nothing at all.
        if bytes[...].trimmed.isEmpty { return [] }
        guard let rows = (try? JSONValue(parsing: bytes))?.array else { return nil }
        return rows.prefix(8192).compactMap { row in
            guard let destination = row["dst"]?.string else { return nil }
            return route(
                destination, gateway: row["gateway"]?.string ?? row["via"]?["host"]?.string,
                interface: row["dev"]?.string, metric: row["metric"]?.integer, protocol: row["protocol"]?.string,
                scope: row["scope"]?.string, family: family, type: row["type"]?.string)
        }
    }

    private static func parse(text lines: [Bytes], family: String) -> [JSONValue] {
        lines.prefix(8192).compactMap { line in
            var words = line.words.map { $0.text }
            var type: String?
            if let first = words.first,
                ["unreachable", "blackhole", "prohibit", "throw", "local", "broadcast", "multicast"].contains(first)
            {
                type = first
                words.removeFirst()
            }
            guard let destination = words.first, destination == "default" || destination.contains(where: \.isNumber)
            else { return nil }
            func value(_ key: String) -> String? {
                guard let index = words.firstIndex(of: key), index + 1 < words.count else { return nil }
                return words[index + 1]
            }
            return route(
                destination, gateway: value("via"), interface: value("dev"),
                metric: value("metric").flatMap { Int64($0) },
                protocol: value("proto"), scope: value("scope"), family: family, type: type)
        }
    }

    private static func route(
        _ destination: String, gateway: String?, interface: String?, metric: Int64?, protocol: String?, scope: String?,
        family: String, type: String?
    ) -> JSONValue {
        var object = JSONObject()
        object.set("destination", destination)
        object["gateway"] = .string(gateway ?? "")
        object["interface"] = .string(interface ?? "")
        object.set("metric", metric ?? 0)
        object["protocol"] = .string(`protocol` ?? "")
        object["scope"] = .string(scope ?? "")
        object.set("family", family)
        if type != "unicast" { object.set("type", type) }
        return .object(object)
    }
}

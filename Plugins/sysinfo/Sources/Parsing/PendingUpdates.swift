import JSON

/// Pending updates as the host's own package cache knows them.
struct PendingUpdates {
    struct Update {
        let name: String
        let current: String
        let candidate: String
        let isSecurity: Bool
    }

    /// How many are listed by name; all are counted.
    static let listed = 1000

    private(set) var updates: [Update] = []
    private(set) var cacheTime: Int64?
    private(set) var securityCount: Int64 = 0
    let manager: String

    init?(_ output: Bytes) {
        let parts = MarkedParts(output, names: ["apt", "apk", "pacman", "zypper", "dnf", "security"])
        guard let part = parts.parts.first, part.name != "security" else { return nil }
        manager = part.name
        for line in part.lines.prefix(65_536) {
            if let (key, value) = line.assignment, key == "cache" {
                cacheTime = value.count64
            } else if part.name == "dnf", line.starts(with: "Obsoleting Packages") {
                break
            } else if let update = Self.parse(line, manager: part.name) {
                updates.append(update)
            }
        }
        if part.name == "dnf" {
            securityCount = Int64((parts["security"] ?? []).filter { $0.text.contains("/Sec.") }.count)
        } else {
            securityCount = Int64(updates.filter(\.isSecurity).count)
        }
    }

    var snapshot: JSONObject {
        var object = JSONObject()
        object.set("manager", manager)
        object.set("pending", Int64(updates.count))
        object.set("security", securityCount)
        object.set("cache_updated_at", cacheTime.flatMap { Instant.text(unixSeconds: $0) })
        object["packages"] = .array(
            updates.prefix(Self.listed).map { update in
                var entry = JSONObject()
                entry.set("name", update.name)
                entry.set("current", update.current)
                entry.set("candidate", update.candidate)
                if update.isSecurity { entry.set("security", true) }
                return .object(entry)
            })
        if updates.count > Self.listed { object.set("truncated", true) }
        return object
    }

    private static func parse(_ line: Bytes, manager: String) -> Update? {
        let words = line.words.map { $0.text }
        switch manager {
        case "apt":
            // Inst name [current] (candidate origin [arch]); a new dependency has no current version.
            guard words.count >= 3, words[0] == "Inst" else { return nil }
            let isUpgrade = words[2].hasPrefix("[")
            guard let candidate = words.first(where: { $0.hasPrefix("(") })?.dropFirst() else { return nil }
            let text = line.text
            return Update(
                name: words[1], current: isUpgrade ? String(words[2].dropFirst().prefix { $0 != "]" }) : "",
                candidate: String(candidate), isSecurity: text.contains("-Security") || text.contains("-security"))
        case "apk":
            // name-version-rN < version-rN: the name ends two dashes before the end.
            guard words.count >= 3, words[1] == "<" else { return nil }
            let parts = words[0].split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count >= 3 else { return nil }
            return Update(
                name: parts.dropLast(2).joined(separator: "-"), current: parts.suffix(2).joined(separator: "-"),
                candidate: words[2], isSecurity: false)
        case "pacman":
            guard words.count >= 4, words[2] == "->" else { return nil }
            return Update(name: words[0], current: words[1], candidate: words[3], isSecurity: false)
        case "zypper":
            let fields = line.fields("|").map { $0.trimmed.text }
            guard fields.count >= 5, fields[0] == "v" || fields[0] == "vL" else { return nil }
            return Update(name: fields[2], current: fields[3], candidate: fields[4], isSecurity: false)
        default:
            guard words.count == 3, let dot = words[0].lastIndex(of: "."), words[1].contains(where: \.isNumber)
            else { return nil }
            return Update(name: String(words[0][..<dot]), current: "", candidate: words[1], isSecurity: false)
        }
    }
}

extension OSRelease {
    /// The CPE 2.3 name of the operating system, or nil if neither the system nor its distribution's scheme gives one.
    ///
    /// CPE_NAME in either of its spellings is brought to the 2.3 form. Debian and Ubuntu publish none, theirs is built.
    package var cpe: String? {
        if let raw = values["CPE_NAME"] { return Self.formatted(raw) }
        guard let versionID else { return nil }
        switch id?.lowercased() {
        case "debian":
            return Self.joined(["o", "debian", "debian_linux", versionID])
        case "ubuntu":
            let edition = version?.contains("LTS") == true ? "lts" : "*"
            return Self.joined(["o", "canonical", "ubuntu_linux", versionID, "*", "*", "*", edition])
        default: return nil
        }
    }

    private static func formatted(_ raw: String) -> String? {
        if raw.hasPrefix("cpe:2.3:") {
            return joined(raw.dropFirst(8).split(separator: ":", omittingEmptySubsequences: false).map(String.init))
        }
        guard raw.hasPrefix("cpe:/") else { return nil }
        var parts = raw.dropFirst(5).split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        // The 2.2 form packs five fields into the edition: ~edition~software edition~target~hardware~other.
        if parts.count > 5, parts[5].hasPrefix("~") {
            let packed = parts[5].dropFirst().split(separator: "~", omittingEmptySubsequences: false).map(String.init)
            parts[5] = packed.first ?? ""
            let language = parts.count > 6 ? parts[6] : ""
            parts = Array(parts[..<6]) + [language] + packed.dropFirst()
        }
        return joined(parts)
    }

    /// Eleven fields; an empty one means any.
    private static func joined(_ parts: [String]) -> String? {
        guard parts.count >= 3, parts.count <= 11, ["o", "a", "h"].contains(parts[0]) else { return nil }
        let fields = parts + Array(repeating: "*", count: 11 - parts.count)
        return "cpe:2.3:" + fields.map { $0.isEmpty ? "*" : $0.lowercased() }.joined(separator: ":")
    }
}

/// What `/etc/os-release` says, or the one-line release files of systems that are older than it.
///
/// Values are those of os-release(5): the last assignment of a key counts, quotes and escapes are taken off.
package struct OSRelease: Sendable, Hashable {
    /// Every assignment, for keys that have no property of their own.
    package private(set) var values: [String: String]

    /// Parses the output of ``command``. Lines that are no assignment are skipped.
    package init(parsing text: some StringProtocol) {
        values = [:]
        for line in RemoteText.lines(text) {
            let line = RemoteText.trimmed(line)
            if line.hasPrefix("#") {
                if values.isEmpty { values = Self.legacy(line) }
                continue
            }
            guard let sign = line.firstIndex(of: "="), sign > line.startIndex else { continue }
            let key = line[..<sign]
            guard key.utf8.allSatisfy(Self.isKeyByte) else { continue }
            values[String(key)] = RemoteText.fact(Self.unquoted(line[line.index(after: sign)...]))
        }
    }

    package var id: String? { values["ID"] }
    package var idLike: String? { values["ID_LIKE"] }
    package var name: String? { values["NAME"] }
    package var prettyName: String? { values["PRETTY_NAME"] }
    /// VERSION_ID. Absent on rolling distributions, which is an answer and no fault.
    package var versionID: String? { values["VERSION_ID"] }
    package var version: String? { values["VERSION"] }
    package var codename: String? { values["VERSION_CODENAME"] }
    package var platformID: String? { values["PLATFORM_ID"] }
    package var isEmpty: Bool { values.isEmpty }

    /// The shell text whose output ``init(parsing:)`` reads.
    package static let command = """
        cat /etc/os-release 2>/dev/null && exit 0
        cat /usr/lib/os-release 2>/dev/null && exit 0
        for f in redhat-release alpine-release debian_version; do
          if [ -r "/etc/$f" ]; then printf "#%s " "$f"; head -n 1 "/etc/$f"; exit 0; fi
        done
        exit 1
        """
}

extension OSRelease {
    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func unquoted(_ text: Substring) -> String {
        let text = RemoteText.trimmed(text)
        guard let quote = text.first, quote == "\"" || quote == "'" else { return String(text) }
        var result = ""
        var escaped = false
        for character in text.dropFirst() {
            if escaped {
                result.append(character)
                escaped = false
            } else if character == "\\", quote == "\"" {
                escaped = true
            } else if character == quote {
                break
            } else {
                result.append(character)
            }
        }
        return result
    }

    /// `#redhat-release CentOS release 6.10 (Final)`: what the command prints where there is no os-release.
    private static func legacy(_ line: Substring) -> [String: String] {
        let words = RemoteText.words(line.dropFirst())
        guard let source = words.first, let text = RemoteText.fact(words.dropFirst().joined(separator: " ")) else {
            return [:]
        }
        switch source {
        case "alpine-release":
            return ["ID": "alpine", "NAME": "Alpine Linux", "VERSION_ID": text, "PRETTY_NAME": "Alpine Linux \(text)"]
        case "debian_version":
            return ["ID": "debian", "NAME": "Debian GNU/Linux", "VERSION_ID": text, "PRETTY_NAME": "Debian \(text)"]
        case "redhat-release":
            var values = ["PRETTY_NAME": text, "ID": "rhel", "ID_LIKE": "rhel fedora"]
            for (prefix, id) in [("CentOS", "centos"), ("Oracle", "ol"), ("Fedora", "fedora"), ("Rocky", "rocky")]
            where text.hasPrefix(prefix) {
                values["ID"] = id
            }
            if let marker = words.firstIndex(of: "release") {
                values["NAME"] = RemoteText.fact(words[1..<marker].joined(separator: " "))
                if marker + 1 < words.endIndex { values["VERSION_ID"] = String(words[marker + 1]) }
            }
            return values
        default: return [:]
        }
    }
}

/// What a string of a manifest must look like.
struct TextRule: Sendable {
    let wording: String
    let accepts: @Sendable (String) -> Bool

    /// One line of text without control characters.
    static let line = TextRule(wording: "one line of text") { text in
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    }

    /// Shell text: lines, tabs, no other control character.
    static let shell = TextRule(wording: "shell text without control characters") { text in
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f || $0 == "\n" || $0 == "\t" }
    }

    /// A short lower-case name, as `os-release`.
    static let name = TextRule(wording: "a name of a-z, 0-9, '.', '_' and '-' that starts with a letter or digit") {
        isName($0.utf8, length: 64)
    }

    /// Reverse domain name of two or more labels; must fit the 64 bytes of the ELF note.
    static let pluginID = TextRule(wording: "a reverse domain name like \"com.example.disk-health\"") { text in
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 63 && labels.count >= 2
            && labels.allSatisfy { label in
                isName(label.utf8, length: 63) && !label.utf8.contains(UInt8(ascii: "_")) && !label.hasSuffix("-")
            }
    }

    /// A plugin id, or the beginning of one that ends with a dot.
    static let idPrefix = TextRule(wording: "an id like \"com.example.disk\" or its beginning, like \"com.example.\"") {
        text in
        let labels = (text.hasSuffix(".") ? text.dropLast() : text[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 63 && (labels.count >= 2 || text.hasSuffix("."))
            && labels.allSatisfy { isName($0.utf8, length: 63) }
    }

    /// Semantic version 2.0.0; must fit the 32 bytes of the ELF note.
    static let version = TextRule(wording: "a semantic version like \"1.4.2\"") { text in
        text.utf8.count <= 31 && SemanticVersion(text) != nil
    }

    /// Two or more dotted names, as `host.package_installed`.
    static let eventType = TextRule(wording: "a dotted name like \"acme.disk.full\"") { text in
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { isName($0.utf8, length: 64) }
    }

    /// Two numbers, as `2.28`.
    static let dottedNumber = TextRule(wording: "two numbers like \"2.28\"") { text in
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 2
            && numbers.allSatisfy { (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(isDigit) }
    }

    static let hexDigest = TextRule(wording: "64 lower-case hexadecimal digits") { text in
        text.utf8.count == 64
            && text.utf8.allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    static let serviceID = TextRule(wording: "a service id like \"ow.ssh/1\"") { _ in true }

    static let jsonPointer = TextRule(wording: "a JSON pointer like \"/api_token\"") { text in
        text.hasPrefix("/") && TextRule.line.accepts(text)
    }

    static let url = TextRule(wording: "an https:// address") { text in
        text.hasPrefix("https://") && text.utf8.count > 8 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }

    /// Relative, without empty, `.` and `..` components.
    static let relativePath = TextRule(wording: "a relative path without \"..\"") { text in
        let components = text.split(separator: "/", omittingEmptySubsequences: false)
        return components.count <= 16
            && components.allSatisfy { component in
                component != "." && component != ".." && !component.isEmpty && component.utf8.count <= 255
                    && component.utf8.allSatisfy { byte in
                        isAlphanumeric(byte)
                            || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(
                                byte)
                    }
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isName(_ bytes: some Collection<UInt8>, length: Int) -> Bool {
        guard (1...length).contains(bytes.count), let first = bytes.first, isLowerOrDigit(first) else { return false }
        return bytes.allSatisfy { byte in
            isLowerOrDigit(byte) || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
        }
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}

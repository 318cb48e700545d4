/// Text from a plugin on its way into a log or an error: valid UTF-8, no control character, bounded.
enum SafeText {
    static func line(_ bytes: some Collection<UInt8>, limit: Int = 4_096) -> String {
        line(String(decoding: bytes.prefix(limit), as: UTF8.self), limit: limit)
    }

    static func line(_ text: String, limit: Int = 4_096) -> String {
        var result = String.UnicodeScalarView()
        var size = 0
        for scalar in text.unicodeScalars {
            size += UTF8.width(scalar)
            guard size <= limit else { break }
            // Also the C1 range and the marks that change the direction of text around them.
            let isHarmless =
                scalar.value >= 0x20 && !(0x7f...0x9f).contains(scalar.value)
                && !(0x202a...0x202e).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
            result.append(isHarmless ? scalar : " ")
        }
        return String(result)
    }
}

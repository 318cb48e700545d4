/// The lines of a minisign file: comments, which carry a prefix, and base64 of a known length.
struct MinisignText {
    /// Longest comment that is read, prefix included; minisign itself writes at most 8,192 bytes for a trusted one.
    static let commentLimit = 1_024
    static let untrusted = "untrusted comment: "
    static let trusted = "trusted comment: "

    private var lines: ArraySlice<ArraySlice<UInt8>>
    private let name: String

    /// - Parameters:
    ///   - name: of the file, for messages.
    ///   - lineCount: how many lines the file has; a last line end may be missing.
    init(_ bytes: [UInt8], name: String, lineCount: Int) throws(PluginError) {
        self.name = name
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count == lineCount else {
            throw PluginError(
                .signature, "\(name) has \(lines.count) lines instead of \(lineCount); it may be cut off")
        }
        // minisign on other systems ends lines with CR LF.
        self.lines = lines.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }[...]
    }

    mutating func comment(_ prefix: String) throws(PluginError) -> String {
        let line = lines.popFirst() ?? []
        guard line.starts(with: prefix.utf8), line.count <= Self.commentLimit,
            let text = String(validating: line.dropFirst(prefix.utf8.count), as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f || $0 == "\t" })
        else {
            throw PluginError(
                .signature,
                "\(name): a line must begin with \"\(prefix)\" and have at most \(Self.commentLimit) bytes of text")
        }
        return text
    }

    mutating func base64(count: Int, _ what: String) throws(PluginError) -> [UInt8] {
        guard let bytes = StrictBase64.decode(lines.popFirst() ?? [], count: count) else {
            throw PluginError(.signature, "\(name): \(what) is not base64 of \(count) bytes; it may be cut off")
        }
        return bytes
    }

    /// A comment that fits one line of a file, whatever it was made of.
    static func line(_ text: String) -> String {
        SafeText.line(text, limit: 512)
    }
}

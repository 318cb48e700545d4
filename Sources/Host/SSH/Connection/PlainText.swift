/// Makes text from a remote host fit for messages and logs.
enum PlainText {
    /// Printable ASCII only, other bytes as `?`, cut at `limit` bytes.
    static func clean(_ bytes: some Sequence<UInt8>, limit: Int = 200) -> String {
        String(decoding: bytes.prefix(limit).map { (32..<127).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}

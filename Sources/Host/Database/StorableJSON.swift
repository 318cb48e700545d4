/// JSON text as PostgreSQL's `jsonb` takes it.
enum StorableJSON {
    /// Replaces each escaped U+0000, the one character of JSON that `jsonb` cannot hold, by U+FFFD.
    ///
    /// One NUL in what a host or a plugin sends must not make its whole result unstorable. Text without one is returned
    /// as it is; a NUL cannot stand unescaped in JSON.
    static func text(_ json: [UInt8]) -> [UInt8] {
        guard let first = escapedNUL(in: json, from: 0) else { return json }
        var result = json
        var next: Int? = first
        while let position = next {
            result.replaceSubrange(position + 2..<position + 6, with: Array("fffd".utf8))
            next = escapedNUL(in: result, from: position + 6)
        }
        return result
    }

    /// Where the next escape `\u0000` begins, at or after `start`.
    private static func escapedNUL(in json: [UInt8], from start: Int) -> Int? {
        var position = start
        while position < json.count {
            guard json[position] == UInt8(ascii: "\\") else {
                position += 1
                continue
            }
            if json.count >= position + 6, json[position + 1] == UInt8(ascii: "u"),
                json[position + 2..<position + 6].allSatisfy({ $0 == UInt8(ascii: "0") })
            {
                return position
            }
            // Both bytes of an escape: what follows an escaped backslash is no escape.
            position += 2
        }
        return nil
    }
}

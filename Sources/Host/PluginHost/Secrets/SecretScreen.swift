import Glibc

/// Finds secrets in what a plugin says. It stops accidents, such as a log line with a whole request in it; a plugin that
/// encodes a secret gets it past.
struct SecretScreen {
    /// Shorter ones would be found everywhere.
    private static let shortest = 8
    private static let mark = Array("<secret>".utf8)

    /// Each also as it looks inside a JSON string.
    private let needles: [[UInt8]]

    init(_ secrets: some Sequence<[UInt8]>) {
        var needles: Set<[UInt8]> = []
        for secret in secrets {
            // Of a key of many lines, each line is one.
            for line in [secret] + secret.split(separator: UInt8(ascii: "\n")).map(Array.init)
            where line.count >= Self.shortest {
                needles.insert(line)
                needles.insert(Self.escaped(line))
            }
        }
        self.needles = needles.sorted { $0.count > $1.count }
    }

    func finds(in bytes: [UInt8]) -> Bool {
        needles.contains { Self.position(of: $0, in: bytes[...]) != nil }
    }

    func cleaned(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for needle in needles {
            var start = 0
            while let found = Self.position(of: needle, in: bytes[start...]) {
                bytes.replaceSubrange(found..<found + needle.count, with: Self.mark)
                start = found + Self.mark.count
            }
        }
        return bytes
    }

    private static func position(of needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { area in
            guard let base = area.baseAddress, let first = needle.first else { return nil }
            var start = 0
            while area.count - start >= needle.count {
                let room = area.count - start - needle.count + 1
                guard let found = memchr(base + start, Int32(first), room) else { return nil }
                let offset = UnsafeRawPointer(found) - base
                if memcmp(base + offset, needle, needle.count) == 0 { return bytes.startIndex + offset }
                start = offset + 1
            }
            return nil
        }
    }

    private static func escaped(_ secret: [UInt8]) -> [UInt8] {
        var escaped: [UInt8] = []
        for byte in secret {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { escaped.append(UInt8(ascii: "\\")) }
            escaped.append(byte)
        }
        return escaped
    }
}

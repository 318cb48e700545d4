import COpenSSL

/// The key derivation of OpenSSH's encrypted private keys: PBKDF2's shape over a bcrypt-like hash.
///
/// Checked against keys that ssh-keygen wrote. Costs about 2 ms per round and 32 bytes of output; callers keep it off
/// threads that must not wait.
enum BcryptPBKDF {
    private static let blockLength = 32
    /// The text that the hash encrypts, as its big-endian words.
    private static let magic = Array("OxychromaticBlowfishSwatDynamite".utf8)

    /// Nil on empty input or more than 1,024 bytes of output.
    static func derive(passphrase: [UInt8], salt: [UInt8], rounds: Int, length: Int) -> [UInt8]? {
        guard !passphrase.isEmpty, !salt.isEmpty, rounds > 0, (1...1_024).contains(length) else { return nil }
        let blocks = (length + blockLength - 1) / blockLength
        var result = [UInt8](repeating: 0, count: length)
        let secret = Fingerprint.sha512(passphrase)
        let cipher = Blowfish()
        for block in 0..<blocks {
            var counted = WireWriter()
            counted.uint32(block + 1)
            var part = hash(secret: secret, salt: Fingerprint.sha512(salt + counted.bytes), with: cipher)
            var sum = part
            for _ in 1..<max(rounds, 1) {
                part = hash(secret: secret, salt: Fingerprint.sha512(part), with: cipher)
                for index in 0..<blockLength { sum[index] ^= part[index] }
            }
            // The blocks are interleaved over the output, not laid end to end.
            for index in 0..<blockLength {
                let place = index * blocks + block
                if place < length { result[place] = sum[index] }
            }
        }
        return result
    }

    private static func hash(secret: [UInt8], salt: [UInt8], with cipher: Blowfish) -> [UInt8] {
        cipher.reset()
        let secretWords = words(secret)
        let saltWords = words(salt)
        cipher.expand(key: secretWords, salt: saltWords)
        for _ in 0..<64 {
            cipher.expand(key: saltWords)
            cipher.expand(key: secretWords)
        }
        var text = words(magic)
        for _ in 0..<64 {
            for pair in stride(from: 0, to: text.count, by: 2) {
                (text[pair], text[pair + 1]) = cipher.encrypt(text[pair], text[pair + 1])
            }
        }
        return text.flatMap { word in
            [word, word >> 8, word >> 16, word >> 24].map { UInt8(truncatingIfNeeded: $0) }
        }
    }

    /// Big-endian words; `bytes` is a multiple of four long.
    private static func words(_ bytes: [UInt8]) -> [UInt32] {
        stride(from: 0, to: bytes.count - 3, by: 4).map { start in
            bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}

import CArgon2

/// Hashes as an earlier version with other parameters would have stored them.
enum OldHash {
    struct Failed: Error {}

    static func make(_ password: String, passes: UInt32, memoryKiB: UInt32) throws -> String {
        let salt = Array("saltsaltsaltsalt".utf8)
        var encoded = [CChar](repeating: 0, count: 128)
        let code = argon2id_hash_encoded(
            passes, memoryKiB, 1, password, password.utf8.count, salt, salt.count, 32, &encoded, encoded.count)
        guard code == ARGON2_OK.rawValue else { throw Failed() }
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

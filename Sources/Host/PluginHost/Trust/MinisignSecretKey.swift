import Crypto
import CryptoExtras

/// A minisign secret key. Its files are those of minisign, so either program can use the other's keys.
///
/// Files are written without a password (as `minisign -G -W` does) or with one; both are read.
package struct MinisignSecretKey: Sendable {
    package let publicKey: MinisignPublicKey
    private let key: Curve25519.Signing.PrivateKey

    private static let algorithm = Array("Ed".utf8)
    private static let checksum = Array("B2".utf8)
    private static let scrypt = Array("Sc".utf8)
    private static let noPassword: [UInt8] = [0, 0]
    /// Algorithms, salt, two limits and what is encrypted: key id, seed, public key, checksum.
    private static let byteCount = 158
    private static let encryptedCount = 104
    /// Largest key file that is read.
    package static let sizeLimit = 4_096

    /// A new key with a random id.
    package init() {
        self.init(key: Curve25519.Signing.PrivateKey(), id: MinisignKeyID(Self.randomBytes(MinisignKeyID.byteCount)))
    }

    private init(key: Curve25519.Signing.PrivateKey, id: MinisignKeyID) {
        self.key = key
        publicKey = MinisignPublicKey(id: id, key: Array(key.publicKey.rawRepresentation))
    }

    /// Reads a secret key file.
    ///
    /// A password costs about a gigabyte of memory and several seconds, as minisign chose; call it off the cooperative
    /// pool. Throws ``PluginError/Code/signature`` if the file is damaged or the password is missing or wrong.
    package init(file bytes: [UInt8], password: String?) throws(PluginError) {
        guard bytes.count <= Self.sizeLimit else {
            throw PluginError(.signature, "the secret key file is larger than \(Self.sizeLimit) bytes")
        }
        var text = try MinisignText(bytes, name: "the secret key file", lineCount: 2)
        _ = try text.comment(MinisignText.untrusted)
        let body = try text.base64(count: Self.byteCount, "its second line")
        guard body.starts(with: Self.algorithm), Array(body[4..<6]) == Self.checksum else {
            throw PluginError(.signature, "the secret key file is of a kind that minisign does not have")
        }
        var content = Array(body[54...])
        let derivation = Array(body[2..<4])
        if derivation == Self.scrypt {
            guard let password else {
                throw PluginError(
                    .signature, "the secret key file is protected by a password",
                    hint: "give its password with --password-file")
            }
            let stream = try Self.stream(password, salt: body[6..<38], limits: body[38..<54])
            for index in content.indices { content[index] ^= stream[index] }
        } else if derivation != Self.noPassword {
            throw PluginError(.signature, "the secret key file is protected in a way that minisign does not have")
        }
        let id = MinisignKeyID(content[0..<8])
        let expected = BLAKE2b.hash(Self.algorithm + content[..<72], count: 32)
        // minisign leaves the checksum of a key without a password empty.
        let isUnchecked = derivation == Self.noPassword && content[72...].allSatisfy { $0 == 0 }
        guard isUnchecked || Self.areEqual(expected, content[72...]) else {
            throw PluginError(
                .signature,
                derivation == Self.scrypt
                    ? "the password is not that of the secret key file" : "the secret key file is damaged")
        }
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: content[8..<40]),
            Array(key.publicKey.rawRepresentation) == Array(content[40..<72])
        else { throw PluginError(.signature, "the secret key file does not hold the key that it names") }
        self.init(key: key, id: id)
    }

    /// A secret key file as minisign writes it; nil as password makes one that anybody can use who can read it.
    ///
    /// With a password it is as slow as reading one.
    package func file(password: String? = nil) throws(PluginError) -> [UInt8] {
        let keys = publicKey.id.bytes + Array(key.rawRepresentation) + publicKey.key
        var content = keys + BLAKE2b.hash(Self.algorithm + keys, count: 32)
        var body = Self.algorithm
        if let password {
            let salt = Self.randomBytes(32)
            let limits = Self.littleEndian(1 << 25) + Self.littleEndian(1 << 30)
            let stream = try Self.stream(password, salt: salt[...], limits: limits[...])
            for index in content.indices { content[index] ^= stream[index] }
            body += Self.scrypt + Self.checksum + salt + limits
        } else {
            body += Self.noPassword + Self.checksum + [UInt8](repeating: 0, count: 48)
        }
        let comment = "minisign \(password == nil ? "unencrypted" : "encrypted") secret key"
        return Array("\(MinisignText.untrusted)\(comment)\n\(StrictBase64.encode(body + content))\n".utf8)
    }

    /// Signs bytes and a comment.
    ///
    /// Throws ``PluginError/Code/signature`` if the cryptographic library refuses.
    package func sign(
        _ message: [UInt8], trustedComment: String, algorithm: MinisignSignature.Algorithm = .legacy
    ) throws(PluginError) -> MinisignSignature {
        let comment = MinisignText.line(trustedComment)
        let signed = algorithm == .legacy ? message : BLAKE2b.hash(message, count: 64)
        do {
            let signature = Array(try key.signature(for: signed))
            let global = Array(try key.signature(for: signature + Array(comment.utf8)))
            return MinisignSignature(
                algorithm: algorithm, keyID: publicKey.id, untrustedComment: "signature from openwatch plugin sign",
                trustedComment: comment, signature: signature, globalSignature: global)
        } catch {
            throw PluginError(.signature, "signing failed", cause: error)
        }
    }

    /// The bytes that a password file is encrypted with.
    private static func stream(
        _ password: String, salt: ArraySlice<UInt8>, limits: ArraySlice<UInt8>
    ) throws(PluginError) -> [UInt8] {
        let operations = number(limits.prefix(8))
        let memory = number(limits.dropFirst(8))
        guard operations <= 1 << 26, (1 << 20...1 << 30).contains(memory) else {
            throw PluginError(.signature, "the secret key file asks for more work than minisign ever does")
        }
        let cost = ScryptCost(operations: operations, memory: memory)
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: Array(password.utf8), salt: Array(salt), outputByteCount: encryptedCount, rounds: cost.rounds,
                blockSize: 8, parallelism: cost.parallelism)
            return key.withUnsafeBytes { Array($0) }
        } catch {
            throw PluginError(
                .signature, "the password of the secret key cannot be tried",
                hint: "scrypt needs \(memory >> 20) MiB of memory", cause: error)
        }
    }

    private static func areEqual(_ left: [UInt8], _ right: ArraySlice<UInt8>) -> Bool {
        left.count == right.count && zip(left, right).reduce(0) { $0 | $1.0 ^ $1.1 } == 0
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func littleEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }

    private static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

/// How libsodium turns its two limits into scrypt's parameters, with a block size of 8.
struct ScryptCost {
    let rounds: Int
    let parallelism: Int

    init(operations: UInt64, memory: UInt64) {
        let operations = max(operations, 32_768)
        let isBoundByOperations = operations < memory / 32
        let limit = isBoundByOperations ? operations / 32 : memory / 1_024
        var exponent: UInt64 = 1
        while exponent < 40, 1 << exponent <= limit / 2 { exponent += 1 }
        rounds = 1 << Int(exponent)
        parallelism =
            isBoundByOperations ? 1 : max(1, Int(min(operations / 4 / (1 << exponent), 0x3fff_ffff)) / 8)
    }
}

import COpenSSL

/// A parsed private key that can sign. Parsed once and shared by every session that logs in with it.
///
/// `@unchecked Sendable`: OpenSSL allows concurrent use of one `EVP_PKEY` as long as nobody changes it; nothing here
/// does after `init`, and each signature has its own context.
final class PrivateKey: @unchecked Sendable {
    private let key: OpaquePointer
    /// The type as SSH names it, `ssh-rsa` for RSA.
    let type: String
    let bits: Int
    /// The public key in SSH wire form.
    let publicBlob: [UInt8]
    /// The comment of an OpenSSH key file.
    let comment: String

    /// Takes over `key`. Refuses what must not be used: weak RSA, DSA, unknown curves, halves that do not match.
    init(taking key: OpaquePointer, comment: String) throws(SSHError) {
        let description: (type: String, blob: [UInt8])
        do {
            description = try Self.describe(key)
        } catch {
            EVP_PKEY_free(key)
            throw error
        }
        self.key = key
        self.type = description.type
        self.publicBlob = description.blob
        self.bits = Int(EVP_PKEY_get_bits(key))
        self.comment = comment
        guard ow_key_is_consistent(key) == 1 else {
            throw SSHError(.keyInvalid, "the private key's two halves do not belong together")
        }
    }

    deinit {
        EVP_PKEY_free(key)
    }

    private static func describe(_ key: OpaquePointer) throws(SSHError) -> (type: String, blob: [UInt8]) {
        var blob = WireWriter()
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_ED25519:
            var raw = [UInt8](repeating: 0, count: 32)
            var length = raw.count
            guard EVP_PKEY_get_raw_public_key(key, &raw, &length) == 1, length == 32 else { break }
            blob.string("ssh-ed25519".utf8)
            blob.string(raw)
            return ("ssh-ed25519", blob.bytes)
        case EVP_PKEY_RSA:
            let bits = EVP_PKEY_get_bits(key)
            guard bits >= 2_048 else {
                throw SSHError(.keyTooWeak, "the RSA key has \(bits) bits, at least 2048 are needed")
            }
            guard bits <= 16_384 else {
                throw SSHError(.keyTypeUnsupported, "the RSA key has \(bits) bits, at most 16384 are supported")
            }
            blob.string("ssh-rsa".utf8)
            blob.number(rsaNumber(key, "e"))
            blob.number(rsaNumber(key, "n"))
            return ("ssh-rsa", blob.bytes)
        case EVP_PKEY_EC:
            var name = [CChar](repeating: 0, count: 64)
            var point = [UInt8](repeating: 0, count: 160)
            guard ow_ec_group(key, &name, name.count) == 1, let curve = Curve(openSSLName: name) else {
                throw SSHError(.keyTypeUnsupported, "the ECDSA key's curve is not one that SSH uses")
            }
            let length = ow_ec_point(key, &point, point.count)
            guard length > 0 else { break }
            blob.string(curve.keyType.utf8)
            blob.string(curve.sshName.utf8)
            blob.string(point.prefix(length))
            return (curve.keyType, blob.bytes)
        case EVP_PKEY_DSA:
            throw SSHError(.keyTypeUnsupported, "DSA keys are not supported", hint: "make an Ed25519 key")
        default:
            throw SSHError(.keyTypeUnsupported, "the key is of a type that SSH does not use")
        }
        throw SSHError(.keyInvalid, "the private key cannot be read")
    }

    private static func rsaNumber(_ key: OpaquePointer, _ name: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 2_048)
        let length = ow_rsa_number(key, name, &bytes, bytes.count)
        return Array(bytes.prefix(length))
    }

    /// The signature that goes behind the algorithm's name on the wire; nil if the algorithm does not fit the key.
    func sign(_ data: UnsafeBufferPointer<UInt8>, algorithm: String) -> [UInt8]? {
        let digest: OpaquePointer?
        switch algorithm {
        case "ssh-ed25519": digest = nil
        case "rsa-sha2-256", "ecdsa-sha2-nistp256": digest = EVP_sha256()
        case "ecdsa-sha2-nistp384": digest = EVP_sha384()
        case "rsa-sha2-512", "ecdsa-sha2-nistp521": digest = EVP_sha512()
        default: return nil
        }
        guard algorithm == type || (type == "ssh-rsa" && algorithm.hasPrefix("rsa-sha2-")) else { return nil }
        var signature = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(key)))
        var length = signature.count
        guard ow_sign(key, digest, data.baseAddress, data.count, &signature, &length) == 1 else { return nil }
        signature.removeLast(signature.count - length)
        return type.hasPrefix("ecdsa-") ? Self.wireForm(ecdsa: signature) : signature
    }

    private static func wireForm(ecdsa der: [UInt8]) -> [UInt8]? {
        let capacity = 66
        var r = [UInt8](repeating: 0, count: capacity)
        var s = r
        var rLength = 0
        var sLength = 0
        guard ow_split_ecdsa(der, der.count, &r, &rLength, &s, &sLength, capacity) == 1 else { return nil }
        var wire = WireWriter()
        wire.number(Array(r.prefix(rLength)))
        wire.number(Array(s.prefix(sLength)))
        return wire.bytes
    }
}

/// The three curves of RFC 5656.
enum Curve: String, CaseIterable {
    case p256 = "prime256v1"
    case p384 = "secp384r1"
    case p521 = "secp521r1"

    var sshName: String {
        switch self {
        case .p256: "nistp256"
        case .p384: "nistp384"
        case .p521: "nistp521"
        }
    }

    var keyType: String { "ecdsa-sha2-" + sshName }

    init?(openSSLName: [CChar]) {
        let bytes = openSSLName.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        self.init(rawValue: String(decoding: bytes, as: UTF8.self))
    }
}

import COpenSSL

/// OpenSSH's own private key format, `openssh-key-v1` (PROTOCOL.key in its sources), which OpenSSL does not read.
enum OpenSSHPrivateKey {
    /// More rounds than anyone uses; each costs about 4 ms.
    private static let maxRounds = 1_024

    static func parse(_ armoured: ArraySlice<UInt8>, passphrase: [UInt8]?) throws(SSHError) -> PrivateKey {
        let magic = Array("openssh-key-v1\0".utf8)
        guard let bytes = Base64.decode(armoured), bytes.starts(with: magic) else { throw damaged }
        var reader = WireReader(Array(bytes.dropFirst(magic.count)))
        guard let cipherName = reader.text(), let kdfName = reader.text(), let kdfOptions = reader.string(),
            let count = reader.uint32(), count == 1, reader.string() != nil, let sealed = reader.string()
        else { throw damaged }
        let tail = reader.take(reader.remaining) ?? []
        var plain: [UInt8]
        if cipherName == "none" {
            plain = sealed
        } else {
            guard let passphrase else {
                throw SSHError(.keyPassphraseMissing, "the private key is encrypted and no passphrase is stored")
            }
            let cipher = try SealingCipher(cipherName)
            let secret = try derive(kdfName, kdfOptions, passphrase, length: cipher.keyLength + cipher.ivLength)
            guard let opened = cipher.open(sealed, tag: tail, secret: secret) else { throw wrongPassphrase }
            plain = opened
        }
        defer { OPENSSL_cleanse(&plain, plain.count) }
        var body = WireReader(plain)
        guard let first = body.uint32(), let second = body.uint32(), first == second else {
            throw cipherName == "none" ? damaged : wrongPassphrase
        }
        return try readKey(&body)
    }

    private static var damaged: SSHError { SSHError(.keyInvalid, "the private key is damaged or cut off") }

    private static var wrongPassphrase: SSHError {
        SSHError(.keyPassphraseWrong, "the passphrase does not open the private key")
    }

    private static func derive(
        _ name: String, _ options: [UInt8], _ passphrase: [UInt8], length: Int
    ) throws(SSHError) -> [UInt8] {
        var reader = WireReader(options)
        guard name == "bcrypt", let salt = reader.string(), let rounds = reader.uint32() else { throw damaged }
        guard rounds <= maxRounds else {
            throw SSHError(
                .keyTypeUnsupported,
                "the private key asks for \(rounds) key derivation rounds, at most \(maxRounds) run",
                hint: "save it again with ssh-keygen -p -a 100")
        }
        guard
            let secret = BcryptPBKDF.derive(passphrase: passphrase, salt: salt, rounds: Int(rounds), length: length)
        else { throw damaged }
        return secret
    }

    private static func readKey(_ body: inout WireReader) throws(SSHError) -> PrivateKey {
        guard let type = body.text() else { throw damaged }
        let key: OpaquePointer?
        switch type {
        case "ssh-ed25519":
            guard let point = body.string(), let pair = body.string(), point.count == 32, pair.count == 64,
                pair[32...].elementsEqual(point)
            else { throw damaged }
            key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, pair, 32)
        case "ssh-rsa":
            key = readRSA(&body)
        case "ssh-dss":
            throw SSHError(.keyTypeUnsupported, "DSA keys are not supported", hint: "make an Ed25519 key")
        default:
            guard let curve = Curve.allCases.first(where: { $0.keyType == type }) else {
                let isHardware = type.hasPrefix("sk-")
                throw SSHError(
                    .keyTypeUnsupported,
                    isHardware ? "keys held by a security token cannot be used" : "the key is of an unknown type")
            }
            guard body.text() == curve.sshName, let point = body.string(), let scalar = body.number() else {
                throw damaged
            }
            key = ow_make_ec_key(curve.rawValue, point, point.count, scalar, scalar.count)
        }
        guard let key else { throw damaged }
        return try PrivateKey(taking: key, comment: body.text() ?? "")
    }

    private static func readRSA(_ body: inout WireReader) -> OpaquePointer? {
        var numbers: [[UInt8]] = []
        for _ in 0..<6 {
            guard let number = body.number(), !number.isEmpty else { return nil }
            numbers.append(number)
        }
        let joined = numbers.flatMap { $0 }
        return joined.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            guard let base = buffer.baseAddress else { return nil }
            var offset = 0
            let pieces = numbers.map { number in
                defer { offset += number.count }
                return ow_bytes(bytes: base + offset, length: number.count)
            }
            return ow_make_rsa_key(pieces)
        }
    }
}

/// The ciphers with which ssh-keygen seals keys, except those built on ChaCha20 and 3DES.
private struct SealingCipher {
    private let cipher: OpaquePointer?
    let keyLength: Int
    let ivLength: Int
    private let isGCM: Bool

    init(_ name: String) throws(SSHError) {
        isGCM = name.hasSuffix("-gcm@openssh.com")
        ivLength = isGCM ? 12 : 16
        switch name {
        case "aes256-ctr": (cipher, keyLength) = (EVP_aes_256_ctr(), 32)
        case "aes192-ctr": (cipher, keyLength) = (EVP_aes_192_ctr(), 24)
        case "aes128-ctr": (cipher, keyLength) = (EVP_aes_128_ctr(), 16)
        case "aes256-cbc": (cipher, keyLength) = (EVP_aes_256_cbc(), 32)
        case "aes192-cbc": (cipher, keyLength) = (EVP_aes_192_cbc(), 24)
        case "aes128-cbc": (cipher, keyLength) = (EVP_aes_128_cbc(), 16)
        case "aes256-gcm@openssh.com": (cipher, keyLength) = (EVP_aes_256_gcm(), 32)
        case "aes128-gcm@openssh.com": (cipher, keyLength) = (EVP_aes_128_gcm(), 16)
        default:
            throw SSHError(
                .keyTypeUnsupported, "the private key is sealed with a cipher that is not supported",
                hint: "save it again with ssh-keygen -p -Z aes256-ctr")
        }
    }

    func open(_ sealed: [UInt8], tag: [UInt8], secret: [UInt8]) -> [UInt8]? {
        guard !sealed.isEmpty, sealed.count % 16 == 0, isGCM ? tag.count == 16 : tag.isEmpty else { return nil }
        var plain = [UInt8](repeating: 0, count: sealed.count + 16)
        let key = Array(secret.prefix(keyLength))
        let iv = Array(secret.dropFirst(keyLength))
        let opened = tag.withUnsafeBufferPointer { tagBytes in
            ow_decrypt(cipher, key, iv, sealed, sealed.count, isGCM ? tagBytes.baseAddress : nil, &plain)
        }
        guard opened == 1 else { return nil }
        plain.removeLast(16)
        return plain
    }
}

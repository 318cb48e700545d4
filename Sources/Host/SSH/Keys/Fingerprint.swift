import COpenSSL

/// SHA-256 of bytes, and the way SSH tools print it for a public key.
enum Fingerprint {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
        return digest
    }

    static func sha512(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 64)
        EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha512(), nil)
        return digest
    }

    static func text(of blob: [UInt8]) -> String {
        "SHA256:" + Base64.encode(sha256(blob))
    }
}

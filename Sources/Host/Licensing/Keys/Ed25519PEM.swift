import Foundation

/// Ed25519 keys in PEM (RFC 8410). Each has exactly one DER form, so a prefix is all there is to parse.
enum Ed25519PEM {
    private static let publicPrefix: [UInt8] = [
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]
    private static let privatePrefix: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    /// The SubjectPublicKeyInfo of 44 bytes; the key is its last 32.
    static func publicKey(_ pem: String) throws -> [UInt8] {
        let der = try decode(pem, label: "PUBLIC KEY")
        guard der.count == publicPrefix.count + 32, der.starts(with: publicPrefix) else {
            throw LicensingError(.key, "the public key is not one of Ed25519")
        }
        return der
    }

    /// The seed of 32 bytes.
    static func privateKey(_ pem: String) throws -> [UInt8] {
        let der = try decode(pem, label: "PRIVATE KEY")
        guard der.count == privatePrefix.count + 32, der.starts(with: privatePrefix) else {
            throw LicensingError(
                .key, "the private key is not one of Ed25519", hint: "make one with: openwatch license keygen")
        }
        return Array(der.suffix(32))
    }

    static func encode(publicKey: some Sequence<UInt8>) -> String {
        encode(publicPrefix + publicKey, label: "PUBLIC KEY")
    }

    static func encode(privateKey: some Sequence<UInt8>) -> String {
        encode(privatePrefix + privateKey, label: "PRIVATE KEY")
    }

    private static func encode(_ der: [UInt8], label: String) -> String {
        "-----BEGIN \(label)-----\n\(Data(der).base64EncodedString())\n-----END \(label)-----\n"
    }

    private static func decode(_ pem: String, label: String) throws -> [UInt8] {
        let begin = "-----BEGIN \(label)-----"
        let parts = pem.components(separatedBy: begin)
        guard parts.count == 2, let end = parts[1].range(of: "-----END \(label)-----") else {
            throw LicensingError(.key, "the file does not hold one \(label) in PEM")
        }
        let base64 = parts[1][..<end.lowerBound].filter { !$0.isWhitespace }
        guard let der = Data(base64Encoded: base64) else {
            throw LicensingError(.key, "the \(label) is damaged: it is not base64")
        }
        return Array(der)
    }
}

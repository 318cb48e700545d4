import NIOSSL

/// How the listener speaks TLS: 1.2 and 1.3, forward secrecy, authenticated encryption.
enum TLSSettings {
    /// For TLS 1.2; all suites of TLS 1.3 are of this kind.
    static let ciphers: [NIOTLSCipher] = [
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    static let curves: [NIOTLSCurve] = [.x25519_MLKEM768, .x25519, .secp256r1, .secp384r1]

    /// - Throws: when chain or key cannot be read, or do not belong together.
    static func context(for identity: TLSIdentity) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(identity.certificatePEM)
        let key = try NIOSSLPrivateKey(bytes: identity.privateKeyPEM, format: .pem)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        tls.minimumTLSVersion = .tlsv12
        tls.cipherSuiteValues = ciphers
        tls.curves = curves
        tls.applicationProtocols = ["h2", "http/1.1"]
        // A peer that does not answer our goodbye may not hold up a stop.
        tls.shutdownTimeout = .seconds(1)
        return try NIOSSLContext(configuration: tls)
    }
}

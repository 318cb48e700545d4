/// A minisign signature file: an Ed25519 signature over a file or its hash, and a trusted comment that is signed with it.
package struct MinisignSignature: Sendable, Hashable {
    package enum Algorithm: Sendable, Hashable {
        /// `Ed`: over the bytes themselves, as `minisign -S -l` signs.
        case legacy
        /// `ED`: over the BLAKE2b-512 of the bytes, as `minisign -S` signs.
        case prehashed

        fileprivate var code: [UInt8] { Array((self == .legacy ? "Ed" : "ED").utf8) }
    }

    package let algorithm: Algorithm
    package let keyID: MinisignKeyID
    /// Not signed: shown to nobody, decides nothing.
    package let untrustedComment: String
    /// Signed together with ``signature``.
    package let trustedComment: String
    /// 64 bytes.
    let signature: [UInt8]
    /// 64 bytes, over ``signature`` and ``trustedComment``.
    let globalSignature: [UInt8]

    /// Largest signature file that is read.
    package static let sizeLimit = 4_096

    init(
        algorithm: Algorithm, keyID: MinisignKeyID, untrustedComment: String, trustedComment: String,
        signature: [UInt8], globalSignature: [UInt8]
    ) {
        self.algorithm = algorithm
        self.keyID = keyID
        self.untrustedComment = untrustedComment
        self.trustedComment = trustedComment
        self.signature = signature
        self.globalSignature = globalSignature
    }

    /// Reads a signature file of four lines.
    ///
    /// Throws ``PluginError/Code/signature``, with the line that is wrong.
    package init(file bytes: [UInt8]) throws(PluginError) {
        guard bytes.count <= Self.sizeLimit else {
            throw PluginError(.signature, "the signature is larger than \(Self.sizeLimit) bytes")
        }
        var text = try MinisignText(bytes, name: "the signature", lineCount: 4)
        untrustedComment = try text.comment(MinisignText.untrusted)
        let body = try text.base64(count: 74, "its second line")
        trustedComment = try text.comment(MinisignText.trusted)
        globalSignature = try text.base64(count: 64, "its fourth line")
        switch Array(body.prefix(2)) {
        case Algorithm.legacy.code: algorithm = .legacy
        case Algorithm.prehashed.code: algorithm = .prehashed
        default:
            throw PluginError(
                .signature, "the signature is of an algorithm that minisign does not have",
                hint: "sign with openwatch plugin sign, or with minisign -S")
        }
        keyID = MinisignKeyID(body[2..<10])
        signature = Array(body[10...])
    }

    /// The signature file as minisign writes it.
    package var file: [UInt8] {
        let body = StrictBase64.encode(algorithm.code + keyID.bytes + signature)
        return Array(
            """
            \(MinisignText.untrusted)\(untrustedComment)
            \(body)
            \(MinisignText.trusted)\(trustedComment)
            \(StrictBase64.encode(globalSignature))

            """.utf8)
    }

    /// Checks both signatures.
    ///
    /// Throws ``PluginError/Code/signature`` if the key is another one, if the bytes are not those that were signed, or
    /// if the trusted comment was changed.
    package func verify(_ message: [UInt8], with key: MinisignPublicKey) throws(PluginError) {
        guard keyID == key.id else {
            throw PluginError(.signature, "the signature was made by key \(keyID), not by \(key.id)")
        }
        let signed = algorithm == .legacy ? message : BLAKE2b.hash(message, count: 64)
        guard key.isValid(signature, over: signed) else {
            throw PluginError(.signature, "the signature does not fit: the bytes are not those that \(keyID) signed")
        }
        guard key.isValid(globalSignature, over: signature + Array(trustedComment.utf8)) else {
            throw PluginError(.signature, "the trusted comment of the signature was changed after \(keyID) signed it")
        }
    }
}

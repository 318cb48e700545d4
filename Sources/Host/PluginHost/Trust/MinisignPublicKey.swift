import Crypto

/// A minisign public key: an Ed25519 key and the id that signatures name it by.
package struct MinisignPublicKey: Sendable, Hashable {
    package let id: MinisignKeyID
    /// 32 bytes.
    let key: [UInt8]

    private static let algorithm = Array("Ed".utf8)
    private static let byteCount = 42
    /// Largest file that is read.
    package static let sizeLimit = 4_096

    init(id: MinisignKeyID, key: [UInt8]) {
        self.id = id
        self.key = key
    }

    /// The key in its own text of 56 characters, as `minisign -P` takes it; nil if it is none.
    package init?(_ text: String) {
        guard let bytes = StrictBase64.decode(text.utf8, count: Self.byteCount),
            bytes.starts(with: Self.algorithm),
            (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes[10...])) != nil
        else { return nil }
        id = MinisignKeyID(bytes[2..<10])
        key = Array(bytes[10...])
    }

    /// The key in a public key file: a comment line and the key's text, or the text alone.
    ///
    /// Throws ``PluginError/Code/signature``.
    package init(file bytes: [UInt8]) throws(PluginError) {
        guard bytes.count <= Self.sizeLimit else {
            throw PluginError(.signature, "the public key file is larger than \(Self.sizeLimit) bytes")
        }
        let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        let text = String(decoding: lines.last ?? [], as: UTF8.self)
        let isCommented = lines.first?.starts(with: MinisignText.untrusted.utf8) ?? false
        guard lines.count == (isCommented ? 2 : 1), let key = MinisignPublicKey(text) else {
            throw PluginError(
                .signature, "the file is no minisign public key",
                hint: "a public key file has a line \"\(MinisignText.untrusted)…\" and a line of 56 characters")
        }
        self = key
    }

    /// The key's text, 56 characters.
    package var text: String { StrictBase64.encode(Self.algorithm + id.bytes + key) }

    /// A public key file as minisign writes it.
    package var file: [UInt8] {
        Array("\(MinisignText.untrusted)minisign public key \(id)\n\(text)\n".utf8)
    }

    /// Whether an Ed25519 signature over these bytes was made by this key. Constant time in everything secret.
    func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

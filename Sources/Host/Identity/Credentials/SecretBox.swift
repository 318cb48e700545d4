import Contract
import Core
import Crypto
import Foundation

/// Encrypts secrets at rest: AES-256-GCM, each bound to the row and column it stands in.
///
/// Stored form: version 1, 4-byte key id, 12-byte nonce, ciphertext, 16-byte tag. The additional data is the place, so
/// a ciphertext moved to another row or column does not open. The key id says which key it needs.
package struct SecretBox: SecretSealer, CustomStringConvertible, CustomReflectable {
    private static let version: UInt8 = 1

    private let key: SymmetricKey
    private let keyID: [UInt8]

    /// - Parameter keyBytes: exactly 32 random bytes.
    /// - Throws: `keyInvalid` otherwise.
    package init(keyBytes: [UInt8]) throws {
        guard keyBytes.count == 32 else {
            throw IdentityError(
                .keyInvalid, "identity.credential_key_file must hold exactly 32 bytes, it holds \(keyBytes.count)",
                hint: "restore the key from your backup: without it the stored secrets cannot be read")
        }
        key = SymmetricKey(data: keyBytes)
        keyID = Array(SHA256.hash(data: Array("openwatch-key-id".utf8) + keyBytes).prefix(4))
    }

    package var description: String { "SecretBox" }

    /// Has no children, because one is the key.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    /// - Parameter place: table, row id and column of the secret.
    package func seal(_ secret: [UInt8], place: String) throws -> [UInt8] {
        let header = [Self.version] + keyID
        let box = try AES.GCM.seal(secret, using: key, authenticating: header + Array(place.utf8))
        guard let combined = box.combined else {
            throw IdentityError(.secretUnreadable, "the secret could not be encrypted")
        }
        return header + Array(combined)
    }

    /// - Throws: `secretUnreadable` for another key, another place or damage.
    package func open(_ sealed: [UInt8], place: String) throws -> [UInt8] {
        let header = [Self.version] + keyID
        guard sealed.count > header.count, Array(sealed.prefix(header.count)) == header else {
            throw IdentityError(
                .secretUnreadable, "the secret was encrypted with another key",
                hint: "restore the credential key that belongs to this database")
        }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(header.count))
            return Array(try AES.GCM.open(box, using: key, authenticating: header + Array(place.utf8)))
        } catch {
            throw IdentityError(.secretUnreadable, "the secret is damaged or stands in the wrong row", cause: error)
        }
    }
}

import Crypto
import Foundation

/// A key that encrypts stored secrets, known by the first four bytes of a hash of it.
package struct CredentialKey: Sendable, CustomStringConvertible, CustomReflectable {
    let symmetric: SymmetricKey
    let id: [UInt8]

    /// - Parameter bytes: exactly 32 random bytes.
    /// - Throws: `keyInvalid` otherwise.
    package init(bytes: [UInt8]) throws {
        guard bytes.count == 32 else {
            throw IdentityError(
                .keyInvalid, "identity.credential_key_file must hold exactly 32 bytes, it holds \(bytes.count)",
                hint: "restore the key from your backup: without it the stored secrets cannot be read")
        }
        symmetric = SymmetricKey(data: bytes)
        id = Array(SHA256.hash(data: Array("openwatch-key-id".utf8) + bytes).prefix(4))
    }

    /// Eight hexadecimal digits, safe to show.
    package var idText: String { Self.hex(id) }

    package var description: String { "CredentialKey(\(idText))" }

    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// The keys that a process may read secrets with, and the one that it writes them with.
package struct CredentialKeyRing: Sendable {
    package let current: CredentialKey
    package let previous: [CredentialKey]

    /// - Throws: `keyInvalid` when two different keys have the same id.
    package init(current: CredentialKey, previous: [CredentialKey] = []) throws {
        var kept: [CredentialKey] = []
        for key in previous {
            guard let known = ([current] + kept).first(where: { $0.id == key.id }) else {
                kept.append(key)
                continue
            }
            guard known.symmetric == key.symmetric else {
                throw IdentityError(
                    .keyInvalid, "two credential keys have the id \(key.idText)", hint: "make another key")
            }
        }
        self.current = current
        self.previous = kept
    }

    /// Keys for something else than stored secrets, made from the ones of the ring with HKDF-SHA256: the current one's
    /// first. Nothing about the ring follows from them.
    package func derivedKeys(for purpose: String) -> [[UInt8]] {
        ([current] + previous).map { key in
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: key.symmetric, info: Data(purpose.utf8), outputByteCount: 32
            ).withUnsafeBytes { Array($0) }
        }
    }

    func key(id: some Collection<UInt8>) -> CredentialKey? {
        current.id.elementsEqual(id) ? current : previous.first { $0.id.elementsEqual(id) }
    }
}

/// Where the keys come from, for a process that must notice when they are changed.
package protocol CredentialKeySource: Sendable {
    /// - Throws: when a key is missing, readable by others or no key.
    func load() throws -> CredentialKeyRing

    /// Changes whenever the current key was replaced; nil while that cannot be told. Called before every sealing.
    func mark() -> String?
}

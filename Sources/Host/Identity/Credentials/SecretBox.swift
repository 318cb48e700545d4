import Contract
import Core
import Crypto
import Foundation
import NIOConcurrencyHelpers

/// Encrypts secrets at rest: AES-256-GCM, each bound to the row and column it stands in.
///
/// Stored form: version 1, 4-byte key id, 12-byte nonce, ciphertext, 16-byte tag. The additional data is the place, so
/// a ciphertext moved to another row or column does not open. The key id says which key of the ring it needs.
///
/// A box with a source keeps up with its files: it reads them again when the current key was replaced, before it seals,
/// and when a secret names a key that it does not know, at most once a second. Copies share the ring.
package struct SecretBox: SecretSealer, CustomStringConvertible, CustomReflectable {
    private struct State {
        var ring: CredentialKeyRing
        var mark: String?
        var lastMiss: ContinuousClock.Instant?
    }

    static let version: UInt8 = 1
    static let headerLength = 5

    private let state: NIOLockedValueBox<State>
    private let source: (any CredentialKeySource)?

    /// A box with one key for good.
    ///
    /// - Parameter keyBytes: exactly 32 random bytes.
    /// - Throws: `keyInvalid` otherwise.
    package init(keyBytes: [UInt8]) throws {
        let ring = try CredentialKeyRing(current: CredentialKey(bytes: keyBytes))
        state = NIOLockedValueBox(State(ring: ring))
        source = nil
    }

    /// - Throws: what the source throws.
    package init(source: any CredentialKeySource) throws {
        // The mark first: a key that is replaced in between is then read again, not missed.
        let mark = source.mark()
        state = NIOLockedValueBox(State(ring: try source.load(), mark: mark))
        self.source = source
    }

    package var description: String { "SecretBox" }

    /// Has no children, because one is the key.
    package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }

    package var ring: CredentialKeyRing { state.withLockedValue { $0.ring } }

    /// Reads the keys again. Afterwards the box seals with the key that is current in the files.
    ///
    /// - Throws: what the source throws; the box keeps the keys it has then.
    package func reload() throws {
        guard let source else { return }
        let mark = source.mark()
        let ring = try source.load()
        state.withLockedValue {
            $0.ring = ring
            $0.mark = mark
        }
    }

    /// - Throws: when the key was replaced by something that is no key: the one in memory may be about to be destroyed.
    package func seal(_ secret: [UInt8], place: String) throws -> [UInt8] {
        if let mark = source?.mark(), mark != state.withLockedValue({ $0.mark }) { try reload() }
        let key = ring.current
        let header = [Self.version] + key.id
        let box = try AES.GCM.seal(secret, using: key.symmetric, authenticating: header + Array(place.utf8))
        guard let combined = box.combined else {
            throw IdentityError(.secretUnreadable, "the secret could not be encrypted")
        }
        return header + Array(combined)
    }

    /// - Throws: `secretUnreadable` for an unknown key, another place or damage.
    package func open(_ sealed: [UInt8], place: String) throws -> [UInt8] {
        let header = Array(sealed.prefix(Self.headerLength))
        guard sealed.count > Self.headerLength, header[0] == Self.version else {
            throw IdentityError(.secretUnreadable, "the secret is damaged")
        }
        guard let key = key(id: header[1...]) else {
            throw IdentityError(
                .secretUnreadable,
                "the secret was encrypted with key \(CredentialKey.hex(header[1...])), which is not here",
                hint: "put the file of that key back beside identity.credential_key_file, or name it in "
                    + "identity.previous_credential_key_files")
        }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst(Self.headerLength))
            return Array(try AES.GCM.open(box, using: key.symmetric, authenticating: header + Array(place.utf8)))
        } catch {
            throw IdentityError(.secretUnreadable, "the secret is damaged or stands in the wrong row", cause: error)
        }
    }

    private func key(id: ArraySlice<UInt8>) -> CredentialKey? {
        if let key = ring.key(id: id) { return key }
        let mayLook = state.withLockedValue { state -> Bool in
            let now = ContinuousClock.now
            if let last = state.lastMiss, now - last < .seconds(1) { return false }
            state.lastMiss = now
            return true
        }
        guard mayLook, (try? reload()) != nil else { return nil }
        return ring.key(id: id)
    }
}

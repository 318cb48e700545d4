import NIOConcurrencyHelpers

/// Keeps parsed keys, because parsing costs more CPU than the rest of a login.
///
/// Looked up by a hash over key file and passphrase, so a wrong passphrase never finds the key. Bounded: the key
/// unused for longest goes first. Failures are not kept.
final class PrivateKeyCache: Sendable {
    private struct State {
        var keys: [[UInt8]: (key: PrivateKey, lastUse: UInt64)] = [:]
        var clock: UInt64 = 0
    }

    private let state = NIOLockedValueBox(State())
    private let capacity: Int

    init(capacity: Int = 1_024) {
        self.capacity = capacity
    }

    static func digest(_ file: [UInt8], _ passphrase: [UInt8]?) -> [UInt8] {
        var wire = WireWriter()
        wire.string(file)
        wire.string(passphrase ?? [])
        return Fingerprint.sha256(wire.bytes)
    }

    func key(_ digest: [UInt8]) -> PrivateKey? {
        state.withLockedValue { state in
            state.clock += 1
            state.keys[digest]?.lastUse = state.clock
            return state.keys[digest]?.key
        }
    }

    /// Parses and keeps a key, unless another caller did so meanwhile. Slow: see ``PrivateKeyFile``.
    func parse(_ digest: [UInt8], _ file: [UInt8], _ passphrase: [UInt8]?) -> Result<PrivateKey, SSHError> {
        if let known = key(digest) { return .success(known) }
        do throws(SSHError) {
            let key = try PrivateKeyFile.parse(file, passphrase: passphrase)
            state.withLockedValue { state in
                if state.keys.count >= capacity,
                    let oldest = state.keys.min(by: { $0.value.lastUse < $1.value.lastUse })
                {
                    state.keys[oldest.key] = nil
                }
                state.keys[digest] = (key, state.clock)
            }
            return .success(key)
        } catch {
            return .failure(error)
        }
    }
}

package import Foundation
import NIOConcurrencyHelpers
package import SSH

/// The host key that a run accepts: one that is known beforehand, or whatever the host shows first.
package final class KnownHosts: HostKeyStore {
    private let pinned: NIOLockedValueBox<PinnedHostKey?>
    private let acceptsFirst: Bool
    private let onFirstUse: @Sendable (PinnedHostKey) -> Void

    private init(pinned: PinnedHostKey?, acceptsFirst: Bool, onFirstUse: @escaping @Sendable (PinnedHostKey) -> Void) {
        self.pinned = NIOLockedValueBox(pinned)
        self.acceptsFirst = acceptsFirst
        self.onFirstUse = onFirstUse
    }

    /// Accepts the first key that the host shows, for this run.
    package static func acceptingFirst(onFirstUse: @escaping @Sendable (PinnedHostKey) -> Void) -> KnownHosts {
        KnownHosts(pinned: nil, acceptsFirst: true, onFirstUse: onFirstUse)
    }

    /// Accepts a key of this file: lines of `known_hosts`, or a public key.
    ///
    /// Throws ``VendorKitError/Code/target`` if the file has none for the host.
    package convenience init(parsing file: String, for address: TargetAddress) throws(VendorKitError) {
        let names = address.port == 22 ? [address.host, "[\(address.host)]:22"] : ["[\(address.host)]:\(address.port)"]
        var hasHashedNames = false
        for line in file.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            guard let first = words.first, !first.hasPrefix("@") else { continue }
            hasHashedNames = hasHashedNames || first.hasPrefix("|")
            let isKeyAlone = words.count >= 2 && (first.hasPrefix("ssh-") || first.hasPrefix("ecdsa-"))
            let isListed = words.count >= 3 && first.split(separator: ",").contains { names.contains(String($0)) }
            guard isKeyAlone || isListed, let blob = Data(base64Encoded: String(words[isKeyAlone ? 1 : 2])),
                let key = PinnedHostKey(blob: Array(blob))
            else { continue }
            self.init(pinned: key, acceptsFirst: false, onFirstUse: { _ in })
            return
        }
        throw VendorKitError(
            .target, "the file has no key for \(names[0])",
            hint: hasHashedNames
                ? "hashed names cannot be matched; write the key alone: ssh-keyscan -p \(address.port) \(address.host)"
                : "get it with ssh-keyscan -p \(address.port) \(address.host), and compare its fingerprint")
    }

    package func pinnedKey(hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey? {
        pinned.withLockedValue { $0 }
    }

    package func pin(_ key: PinnedHostKey, hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey {
        guard acceptsFirst else { throw VendorKitError(.target, "no key is accepted") }
        let (kept, isFirst) = pinned.withLockedValue { pinned -> (PinnedHostKey, Bool) in
            if let pinned { return (pinned, false) }
            pinned = key
            return (key, true)
        }
        if isFirst { onFirstUse(kept) }
        return kept
    }
}

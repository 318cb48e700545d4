import Foundation
import NIOConcurrencyHelpers

/// Remembers where a password was rejected by sudo, so that it is not tried again and an account is not locked.
///
/// Kept per host and credential version: changing the credential is the operator's way to allow another try.
final class SudoRejections: Sendable {
    struct Key: Hashable, Sendable {
        let hostID: UUID
        let credentialVersion: String
    }

    private static let capacity = 65_536
    private let keys = NIOLockedValueBox<Set<Key>>([])

    func contains(_ target: SSHTarget) -> Bool {
        keys.withLockedValue { $0.contains(Key(hostID: target.hostID, credentialVersion: target.credentialVersion)) }
    }

    func insert(_ target: SSHTarget) {
        keys.withLockedValue { keys in
            if keys.count >= Self.capacity { keys.removeFirst() }
            keys.insert(Key(hostID: target.hostID, credentialVersion: target.credentialVersion))
        }
    }

    func forget(hostID: UUID) {
        keys.withLockedValue { keys in keys = keys.filter { $0.hostID != hostID } }
    }
}

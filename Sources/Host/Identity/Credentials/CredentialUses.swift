import Audit
import Contract
import Core
import Database
import Foundation
import NIOConcurrencyHelpers

/// Puts on record that secrets were decrypted: once per credential, host, actor and hour of this process.
///
/// The first use of an hour is recorded before its secrets are handed out; those that follow are counted, and the next
/// record tells their number.
struct CredentialUses: Sendable {
    private struct Key: Hashable {
        let credential: UUID
        let host: UUID
        let actor: String
    }

    private struct Hour {
        let number: Int64
        var uses: Int
    }

    private static let maxEntries = 100_000

    private let database: Database
    private let audit: AuditTrail
    private let now: @Sendable () -> Timestamp
    private let hours = NIOLockedValueBox<[Key: Hour]>([:])

    init(database: Database, audit: AuditTrail, now: @escaping @Sendable () -> Timestamp = { .now() }) {
        self.database = database
        self.audit = audit
        self.now = now
    }

    /// - Throws: the database's error; the secrets must not be used then.
    func note(_ credential: UUID, scope: String, onHost host: UUID, by caller: Caller) async throws {
        let key = Key(credential: credential, host: host, actor: "\(caller.kind.rawValue)/\(caller.id ?? caller.label)")
        let hour = now().microseconds / 3_600_000_000
        guard let prior = begin(key, hour: hour) else { return }
        do {
            try await audit.record(
                AuditEntry(
                    .credentialUsed, by: caller, on: .init("credential", credential.text),
                    detail: [
                        "credential_id": .string(credential.text), "host_id": .string(host.text),
                        "scope": .string(scope), "prior_uses": .integer(prior),
                    ]),
                in: database)
        } catch {
            // Not on record: the next use tries again.
            hours.withLockedValue { $0[key] = nil }
            throw error
        }
    }

    /// - Returns: the uses of the hour before that was recorded; nil if this hour is on record already.
    private func begin(_ key: Key, hour: Int64) -> Int? {
        hours.withLockedValue { hours in
            if let known = hours[key], known.number == hour {
                hours[key]?.uses += 1
                return nil
            }
            // What was not used for an hour is not worth its memory.
            if hours.count >= Self.maxEntries { hours = hours.filter { $0.value.number == hour } }
            if hours.count >= Self.maxEntries { hours = [:] }
            let prior = hours[key]?.uses ?? 0
            hours[key] = Hour(number: hour, uses: 1)
            return prior
        }
    }
}

import Audit
import Contract
import Database
import Foundation
import NIOConcurrencyHelpers
import Probes

@testable import Identity

/// Credentials for tests: a service with a fixed key, requests with few words.
enum CredentialBench {
    static func key(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    static func service(
        _ database: Database, hosts: [UUID] = [], box: SecretBox? = nil, allowsSudoPassword: Bool = true
    ) throws -> CredentialService {
        CredentialService(
            database: database, box: try box ?? SecretBox(keyBytes: key(9)), hosts: ListedHosts(hosts: hosts),
            audit: AuditTrail(), schedule: ProbeSchedule(), allowsSudoPassword: allowsSudoPassword)
    }

    static func password(
        _ name: String, host: UUID? = nil, user: String = "root", password: String = "s3cret-pass",
        isDefault: Bool = false
    ) -> CredentialCreateRequest {
        CredentialCreateRequest(
            scope: host == nil ? "system" : "host", scopeID: host, name: name, username: user, authMethod: "password",
            password: password, isDefault: isDefault)
    }

    /// The audit rows of one action: actor, resource and detail as text.
    static func audit(_ action: String, in database: Database) async throws -> [String] {
        try await database.query(
            """
            SELECT concat_ws(' ', actor_type, actor_id, resource_type, resource_id, detail) AS row FROM audit_events
            WHERE action = $1 ORDER BY occurred_at, id
            """, [.text(action)]
        ).map { try $0.string("row") }
    }
}

/// Keys that a test replaces, as an operator replaces files.
final class ReplaceableKeys: CredentialKeySource {
    private struct State {
        var keys: [[UInt8]]
        var version = 0
        var loads = 0
    }

    private let state: NIOLockedValueBox<State>

    init(_ keys: [[UInt8]]) { state = NIOLockedValueBox(State(keys: keys)) }

    /// The first is the current one; none is what a broken file is.
    func replace(with keys: [[UInt8]]) {
        state.withLockedValue {
            $0.keys = keys
            $0.version += 1
        }
    }

    var loads: Int { state.withLockedValue(\.loads) }

    func load() throws -> CredentialKeyRing {
        let keys = state.withLockedValue {
            $0.loads += 1
            return $0.keys
        }
        guard let first = keys.first else { throw IdentityError(.keyInvalid, "no key") }
        return try CredentialKeyRing(
            current: CredentialKey(bytes: first), previous: keys.dropFirst().map { try CredentialKey(bytes: $0) })
    }

    func mark() -> String? { state.withLockedValue { "\($0.version)" } }
}

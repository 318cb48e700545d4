import Contract
import Core
import Foundation
import NIOConcurrencyHelpers
import PluginHost
import Probes

/// What the probe service needs of the other areas, for a fleet of one host: its address, its credential, what was
/// learned about it and its last result.
final class OneHostFleet: HostDirectory, CredentialSource, ConnectionProfiles, ProbeResultSink {
    private struct State {
        var profile = ConnectionProfile()
        var previous: PreviousResult?
    }

    let role = ProbeRole.systemInfo
    private let server: BenchSSHServer
    private let managed: ManagedHost
    private let state = NIOLockedValueBox(State())

    init(_ server: BenchSSHServer, id: UUID, port: Int) {
        self.server = server
        managed = ManagedHost(
            id: id, hostname: "bench", address: "127.0.0.1", port: port, username: server.user.name)
    }

    func host(_ id: UUID) async throws -> ManagedHost? {
        id == managed.id ? managed : nil
    }

    func credential(forHost id: UUID, by caller: Caller) async throws -> HostCredential? {
        HostCredential(
            username: server.user.name, password: nil, privateKey: server.key, passphrase: nil, version: "1")
    }

    func profile(of hostID: UUID) async throws -> ConnectionProfile {
        state.withLockedValue { $0.profile }
    }

    func learn(_ profile: ConnectionProfile, of hostID: UUID) async throws {
        state.withLockedValue { $0.profile = profile }
    }

    func previousResult(of hostID: UUID, pluginID: String) async throws -> PreviousResult? {
        state.withLockedValue { $0.previous }
    }

    func accept(_ outcome: ProbeOutcome, from host: ManagedHost, by caller: Caller) async throws -> AcceptedResult {
        let now = Timestamp.now()
        state.withLockedValue { $0.previous = PreviousResult(result: outcome.result, collectedAt: now) }
        return AcceptedResult(collectedAt: now, events: outcome.events.count)
    }
}

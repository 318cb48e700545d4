import AreaTestSupport
import Audit
import Contract
import Database
import Foundation
import PluginHost
import SSH
import TestSupport
import Testing

@testable import Probes

@Suite("Running probes")
struct ProbeServiceTests {
    private struct Known: HostDirectory, CredentialSource, ConnectionProfiles, HostKeyStore {
        let hosts: [ManagedHost]

        func host(_ id: UUID) async throws -> ManagedHost? { hosts.first { $0.id == id } }
        func credential(forHost id: UUID, by caller: Caller) async throws -> HostCredential? { nil }
        func profile(of hostID: UUID) async throws -> ConnectionProfile { ConnectionProfile() }
        func learn(_ profile: ConnectionProfile, of hostID: UUID) async throws {}
        func pinnedKey(hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey? { nil }
        func pin(_ key: PinnedHostKey, hostID: UUID, address: String, port: Int) async throws -> PinnedHostKey { key }
    }

    private func service(_ database: Database, hosts: [ManagedHost]) -> ProbeService {
        let known = Known(hosts: hosts)
        return ProbeService(
            database: database, audit: AuditTrail(), hosts: known, credentials: known, profiles: known,
            plugins: PluginHost(
                configuration: PluginHostConfiguration(directories: [], runnerPath: "/nonexistent"), logger: .quiet),
            engine: SSHEngine(configuration: SSHEngineConfiguration(), hostKeys: known, logger: .quiet), sinks: [],
            cadence: ProbeCadence(), logger: .quiet, onFailure: { _, _, _, _ in })
    }

    @Test("an unknown host is 404, a role without a plugin 503, and neither leaves a lease")
    func refused() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let service = service(test.database, hosts: [host])
            let unknown = await apiError { _ = try await service.run(.discovery, on: UUID(), by: .administrator) }
            #expect(unknown?.code == .hostsNotFound)
            let missing = await apiError { _ = try await service.run(.discovery, on: host.id, by: .administrator) }
            #expect(missing?.code == .pluginsUnavailable)
            #expect(
                try await test.database.count("SELECT count(*) AS n FROM probe_schedule WHERE lease_id IS NOT NULL")
                    == 0)
        }
    }

    @Test("a scheduled probe whose plugin is missing is put off by half a minute and gives its lease back")
    func putOff() async throws {
        try await withAreaDatabase { test in
            let host = try await test.database.addHost()
            let service = service(test.database, hosts: [host])
            try await test.database.transaction { try await service.schedule.add(host: host.id, in: $0) }
            let leases = try await service.schedule.claimDue(limit: 10, from: test.database)
            for lease in leases { await service.runScheduled(lease) }
            let sql =
                """
                SELECT count(*) AS n FROM probe_schedule WHERE lease_id IS NULL AND last_error = 'plugins.unavailable'
                    AND next_due_at BETWEEN now() + interval '25 seconds' AND now() + interval '31 seconds'
                """
            #expect(try await test.database.count(sql) == 3)
        }
    }

    @Test("a probe that failed for want of a working credential is due at once when one comes, others wait")
    func credentialChange() async throws {
        try await withAreaDatabase { test in
            let (one, two) = (try await test.database.addHost(), try await test.database.addHost())
            let schedule = ProbeSchedule()
            try await test.database.transaction { transaction in
                for host in [one, two] { try await schedule.add(host: host.id, in: transaction) }
            }
            for lease in try await schedule.claimDue(limit: 10, from: test.database) {
                let error = lease.role == .discovery ? "host.ssh_authentication_failed" : "host.unreachable"
                try await schedule.finish(lease, nextDueInSeconds: 900, error: error, in: test.database)
            }
            try await test.database.transaction { try await schedule.retryAfterCredentialChange(host: one.id, in: $0) }
            #expect(try await schedule.claimDue(limit: 10, from: test.database).map(\.hostID) == [one.id])
            try await test.database.transaction { try await schedule.retryAfterCredentialChange(host: nil, in: $0) }
            #expect(try await schedule.claimDue(limit: 10, from: test.database).map(\.hostID) == [two.id])
            try await test.database.transaction { try await schedule.makeDue(host: two.id, in: $0) }
            #expect(try await schedule.claimDue(limit: 10, from: test.database).map(\.hostID) == [two.id, two.id])
        }
    }

    @Test("the SSH error of the last attempt tells what was wrong with the host; without one the plugin's own words do")
    func failures() {
        for code in [SSHError.Code.authenticationFailed, .noAuthMethod, .keyInvalid] {
            #expect(ProbeFailureRules.apiError(for: SSHError(code, "m")).code == .hostSSHAuthenticationFailed)
        }
        #expect(ProbeFailureRules.apiError(for: SSHError(.hostKeyMismatch, "m")).code == .hostSSHHostKeyMismatch)
        #expect(ProbeFailureRules.apiError(for: SSHError(.connectionRefused, "m")).code == .hostUnreachable)
        let failed = PluginError(.probeFailed, "m")
        #expect(
            ProbeFailureRules.apiError(for: failed, connection: SSHError(.connectionRefused, "m")).code
                == .hostUnreachable)
        #expect(ProbeFailureRules.apiError(for: failed, connection: nil).code == .pluginsProbeFailed)
        #expect(
            ProbeFailureRules.apiError(for: PluginError(.resultInvalid, "m"), connection: nil).code
                == .pluginsResultInvalid)
        #expect(
            ProbeFailureRules.apiError(for: PluginError(.quarantined, "m"), connection: nil).code == .pluginsUnavailable
        )
    }
}

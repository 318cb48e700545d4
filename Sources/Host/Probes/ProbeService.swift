package import Audit
package import Contract
import Core
package import Database
package import Foundation
package import Logging
package import PluginHost
package import SSH

/// Runs the probe of a role on a host: plugin, connection, result, schedule.
package struct ProbeService: Sendable {
    /// What a run on request came to.
    package struct Run: Sendable {
        package let outcome: ProbeOutcome
        package let accepted: AcceptedResult
    }

    package let schedule = ProbeSchedule()

    private let database: Database
    private let audit: AuditTrail
    private let hosts: any HostDirectory
    private let credentials: any CredentialSource
    private let profiles: any ConnectionProfiles
    private let plugins: PluginHost
    private let engine: SSHEngine
    private let sinks: [ProbeRole: any ProbeResultSink]
    private let cadence: ProbeCadence
    private let onFailure: @Sendable (ManagedHost, ProbeRole, APIError, Caller) async -> Void
    private let logger: Logger

    /// - Parameter onFailure: told when a probe starts to fail or fails for another reason than before.
    package init(
        database: Database, audit: AuditTrail, hosts: any HostDirectory, credentials: any CredentialSource,
        profiles: any ConnectionProfiles, plugins: PluginHost, engine: SSHEngine, sinks: [any ProbeResultSink],
        cadence: ProbeCadence, logger: Logger,
        onFailure: @escaping @Sendable (ManagedHost, ProbeRole, APIError, Caller) async -> Void
    ) {
        self.database = database
        self.audit = audit
        self.hosts = hosts
        self.credentials = credentials
        self.profiles = profiles
        self.plugins = plugins
        self.engine = engine
        self.sinks = Dictionary(uniqueKeysWithValues: sinks.map { ($0.role, $0) })
        self.cadence = cadence
        self.onFailure = onFailure
        self.logger = logger
    }

    /// Runs a probe now, on somebody's request.
    ///
    /// - Throws: `hosts.not_found`, `conflict.probe_in_flight` while the same probe runs, `plugins.*` and `host.*`.
    package func run(_ role: ProbeRole, on hostID: UUID, by caller: Caller) async throws -> Run {
        guard let host = try await hosts.host(hostID) else { throw APIError.hostNotFound() }
        guard let probe = plugins.probe(role: role) else { throw APIError.noPlugin(for: role.rawValue) }
        try checkAdmission(probe)
        guard let lease = try await schedule.claim(host: hostID, role: role, from: database) else {
            throw APIError.probeInFlight()
        }
        return try await finish(lease, host: host, caller: caller) { try await perform(probe, on: host, by: caller) }
    }

    /// Runs a probe by its name, also one that fills no role: `PLUGIN/PROBE`, a probe's name, or a role.
    ///
    /// - Throws: `plugins.unavailable` when no usable plugin has such a probe; else as ``run(_:on:by:)``.
    package func run(named name: String, on hostID: UUID, by caller: Caller) async throws -> Run {
        guard let probe = plugins.probe(named: name) else { throw APIError.noPlugin(for: name) }
        if let role = probe.role, plugins.probe(role: role) == probe {
            return try await run(role, on: hostID, by: caller)
        }
        guard let host = try await hosts.host(hostID) else { throw APIError.hostNotFound() }
        try checkAdmission(probe)
        return try await perform(probe, on: host, by: caller)
    }

    /// Locked, unapproved and disabled plugins are told before anything is done for them.
    private func checkAdmission(_ probe: PluginHost.ProbeReference) throws(APIError) {
        if let refusal = plugins.refusal(of: probe.pluginID) {
            throw ProbeFailureRules.apiError(for: refusal, connection: nil)
        }
    }

    /// Runs a probe whose turn has come; failures are logged and put off.
    func runScheduled(_ lease: ProbeSchedule.Lease) async {
        let caller = Caller.system("scheduler")
        do {
            guard let host = try await hosts.host(lease.hostID) else { return }
            guard let probe = plugins.probe(role: lease.role) else {
                try await schedule.finish(lease, nextDueInSeconds: 30, error: "plugins.unavailable", in: database)
                return
            }
            // Not a failure of the host: nothing is put on record, and the probe comes back soon after it may.
            if let refusal = plugins.refusal(of: probe.pluginID) {
                let code = ProbeFailureRules.apiError(for: refusal, connection: nil).code.code
                try await schedule.postpone(lease, seconds: 60, reason: code, in: database)
                return
            }
            _ = try await finish(lease, host: host, caller: caller) { try await perform(probe, on: host, by: caller) }
        } catch is CancellationError {
            return
        } catch let error as APIError {
            logger.debug(
                "probe failed",
                metadata: ["host_id": "\(lease.hostID.text)", "probe": "\(lease.role.rawValue)", "error": "\(error)"])
        } catch {
            logger.error(
                "probe run failed",
                metadata: ["host_id": "\(lease.hostID.text)", "probe": "\(lease.role.rawValue)", "error": "\(error)"])
        }
    }

    /// Runs the work of a lease and gives the lease back, whatever comes of it.
    private func finish(
        _ lease: ProbeSchedule.Lease, host: ManagedHost, caller: Caller, _ work: () async throws -> Run
    ) async throws -> Run {
        do {
            let run = try await work()
            let delay = cadence.delay(
                role: lease.role, hostID: host.id, failures: 0, asked: run.accepted.nextDueInSeconds)
            try await schedule.finish(lease, nextDueInSeconds: delay, error: nil, in: database)
            return run
        } catch {
            let failure = error as? APIError
            let isCancelled = error is CancellationError || Task.isCancelled
            let code = failure?.code.code ?? "server.error"
            let delay =
                isCancelled
                ? 1 : cadence.delay(role: lease.role, hostID: host.id, failures: lease.consecutiveFailures + 1)
            // The lease must go even when the task is cancelled, or the probe would wait for it to run out.
            let schedule = schedule
            let database = database
            let kept = isCancelled ? lease.lastError : code
            try? await Task { try await schedule.finish(lease, nextDueInSeconds: delay, error: kept, in: database) }
                .value
            if let failure, !isCancelled, lease.lastError != code {
                await onFailure(host, lease.role, failure, caller)
            }
            throw error
        }
    }

    private func perform(_ probe: PluginHost.ProbeReference, on host: ManagedHost, by caller: Caller) async throws
        -> Run
    {
        let sink = probe.role.flatMap { sinks[$0] }
        let vendorResults = VendorResults(database: database)
        let credential = try await credentials.credential(forHost: host.id, by: caller)
        let target = SSHProbeTarget(
            host: host, credential: credential, profile: try await profiles.profile(of: host.id), engine: engine,
            values: PluginValueStore(pluginID: probe.pluginID, hostID: host.id, database: database))
        let previous =
            if let sink {
                try await sink.previousResult(of: host.id, pluginID: probe.pluginID)
            } else {
                try await vendorResults.previousResult(of: host.id, probe: probe)
            }
        let outcome: ProbeOutcome
        do {
            outcome = try await plugins.run(
                ProbeRequest(
                    pluginID: probe.pluginID, probe: probe.probe, hostID: host.id, services: target,
                    previous: previous.map { .init(result: $0.result, collectedAt: $0.collectedAt) },
                    // Whatever the manifest allows: a run must end before its lease does.
                    timeout: .seconds(ProbeSchedule.leaseSeconds - 30),
                    correlationID: CorrelationID.current ?? .make(.schedule)))
        } catch let error as PluginError {
            if error.code == .cancelled, Task.isCancelled { throw CancellationError() }
            throw ProbeFailureRules.apiError(for: error, connection: target.lastConnectionError)
        }
        // Deleted while the probe ran: its result is nobody's any more.
        guard try await hosts.host(host.id) != nil else { throw APIError.hostNotFound() }
        let accepted =
            if let sink {
                try await sink.accept(outcome, from: host, by: caller)
            } else {
                try await vendorResults.accept(outcome, from: host)
            }
        let learned = target.learned
        if learned != ConnectionProfile() { try await profiles.learn(learned, of: host.id) }
        if learned.privilege == .password {
            // A stored password was typed on a host: once per run, on record.
            try await audit.record(
                AuditEntry(
                    .systemIntelligenceSudoPasswordUsed, by: caller, on: .init("host", host.id.text),
                    detail: [
                        "credential_id": .string(credential?.id?.text ?? ""), "host_id": .string(host.id.text),
                        "probe": .string(probe.probe),
                    ]),
                in: database)
        }
        return Run(outcome: outcome, accepted: accepted)
    }
}

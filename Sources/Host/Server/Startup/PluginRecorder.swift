import Audit
import Contract
import Core
import Database
import EventLog
import Foundation
import JSON
import Logging
import NIOConcurrencyHelpers
import PluginHost
import ServiceLifecycle
import System

/// Puts what happens to plugins on record: audit rows and events of the stream.
///
/// The plugin host reports from its own threads and never waits; the record is written by this service, in order.
final class PluginRecorder: Service {
    private let database: Database
    private let audit: AuditTrail
    private let events: EventLog
    private let logger: Logger
    private let reports: AsyncStream<PluginLifecycleEvent>
    private let continuation: AsyncStream<PluginLifecycleEvent>.Continuation
    /// The state that each plugin was last reported in.
    private let states = NIOLockedValueBox<[String: String]>([:])
    private let store = PluginStore()

    init(database: Database, audit: AuditTrail, events: EventLog, logger: Logger) {
        self.database = database
        self.audit = audit
        self.events = events
        self.logger = logger
        (reports, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(10_000))
    }

    @Sendable func note(_ event: PluginLifecycleEvent) {
        continuation.yield(event)
    }

    func run() async throws {
        for await report in reports.cancelOnGracefulShutdown() {
            await CorrelationID.$current.withValue(.make(.schedule)) {
                do {
                    try await record(report)
                } catch  where !Task.isCancelled {
                    logger.error("a plugin's state could not be recorded", metadata: ["error": "\(error)"])
                } catch {
                    // The server is stopping: the start of the next one reports every plugin anew.
                }
            }
        }
    }

    private func record(_ report: PluginLifecycleEvent) async throws {
        var detail: JSONObject = ["plugin_id": .string(report.pluginID), "version": .string(report.version)]
        let (event, state) = describe(report.kind, &detail)
        let entry = event.map { event in
            AuditEntry(event, by: .system("plugins"), on: .init("plugin", report.pluginID), detail: detail)
        }
        let change = state.map { stateChange(of: report, to: $0, detail: detail) }
        try await database.transaction { transaction in
            if let entry { try await audit.record(entry, in: transaction) }
            if let change { try await events.append([change], in: transaction) }
            switch report.kind {
            case .started, .upgraded:
                var isUpgrade = false
                if case .upgraded = report.kind { isUpgrade = true }
                try await store.served(
                    report.pluginID, version: report.version, isUpgrade: isUpgrade, in: transaction)
            case .rolledBack(let serving, _):
                try await store.rolledBack(report.pluginID, from: report.version, to: serving, in: transaction)
            default: break
            }
        }
    }

    private func stateChange(of report: PluginLifecycleEvent, to state: String, detail: JSONObject) -> NewEvent {
        let now = Timestamp.now()
        let prior = states.withLockedValue { states in
            defer { states[report.pluginID] = state }
            return states[report.pluginID]
        }
        var payload = JSONWriter()
        payload.beginObject()
        payload.member("PluginID", report.pluginID)
        payload.member("Version", report.version)
        payload.member("PriorState", prior ?? "")
        payload.member("NewState", state)
        payload.member(optional: "Reason", detail["reason"]?.string ?? detail["message"]?.string)
        payload.member("OccurredAt", now.description)
        payload.endObject()
        return NewEvent(
            .pluginStateChanged, pluginID: report.pluginID, body: RawJSON(bytes: payload.bytes), occurredAt: now)
    }

    /// The audit event of a report, if it has one, and the state that the plugin is in after it, if that changes.
    private func describe(
        _ kind: PluginLifecycleEvent.Kind, _ detail: inout JSONObject
    ) -> (event: AuditEvent?, state: String?) {
        switch kind {
        case .verified: return (.pluginLoaded, "ready")
        case .rejected(let rejection):
            detail["reason"] = .string("\(rejection)")
            return (.pluginRejected, "rejected")
        case .started(let generation, let pid):
            detail["generation"] = .integer(generation)
            detail["pid"] = .integer(Int(pid))
            return (generation > 1 ? .pluginRestarted : .pluginLoaded, "running")
        case .crashed(_, let probe, let message):
            detail["message"] = .string(message)
            if let probe { detail["probe"] = .string(probe) }
            return (.pluginCrashed, "degraded")
        case .quarantined(let until):
            detail["until"] = .string(until.description)
            return (.pluginQuarantined, "quarantined")
        case .isolated(let probe, let hostID, let until):
            detail["probe"] = .string(probe)
            detail["host_id"] = .string(hostID.text)
            detail["until"] = .string(until.description)
            return (.pluginProbeIsolated, nil)
        case .violation(let what):
            detail["what"] = .string(what)
            return (.pluginSandboxDenied, nil)
        case .secretRevealed(let pointer, let generation):
            detail["pointer"] = .string(pointer)
            detail["generation"] = .integer(generation)
            return (.pluginSecretRevealed, nil)
        case .secretRefused(let generation):
            detail["generation"] = .integer(generation)
            return (.pluginSecretRefused, nil)
        case .reconfigured: return (nil, nil)
        case .drained: return (nil, "draining")
        case .admission(.admitted): return (.pluginUnlocked, "ready")
        case .admission(.locked(let feature)):
            detail["feature"] = .string(feature)
            return (.pluginLocked, "locked")
        case .admission(.awaitingApproval(let missing)):
            detail["reason"] = .string(missing.joined(separator: "; "))
            return (nil, "awaiting_approval")
        case .admission(.disabled): return (nil, "disabled")
        case .upgradeStarted: return (nil, nil)
        case .upgraded(let from):
            detail["reason"] = .string("replaces \(from)")
            return (.pluginUpgraded, "running")
        case .rolledBack(let serving, let reason):
            detail["reason"] = .string("\(reason); \(serving) is in use")
            return (.pluginRolledBack, "running")
        }
    }
}

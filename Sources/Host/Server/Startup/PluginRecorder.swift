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
/// The plugin host reports from its own threads and never waits; the record is written by this service, in order. While
/// the database does not take it, reports wait in a ``PluginReportQueue`` and are tried again.
final class PluginRecorder: Service {
    private let database: Database
    private let audit: AuditTrail
    private let events: EventLog
    private let logger: Logger
    private let queue: PluginReportQueue
    /// Woken by reports.
    private let wake: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let firstPause: Duration
    /// The state that each plugin was last reported in.
    private let states = NIOLockedValueBox<[String: String]>([:])
    private let store = PluginStore()

    private static let longestPause = Duration.seconds(30)
    /// How often a report is tried that the database refuses for what it says.
    private static let refusalLimit = 3

    /// - Parameter pause: after the first failure of the database; doubles with each.
    init(
        database: Database, audit: AuditTrail, events: EventLog, logger: Logger,
        queue: PluginReportQueue = PluginReportQueue(), pause: Duration = .milliseconds(200)
    ) {
        self.database = database
        self.audit = audit
        self.events = events
        self.logger = logger
        self.queue = queue
        firstPause = pause
        (wake, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var counters: PluginReportQueue.Counters { queue.counters }

    @Sendable func note(_ event: PluginLifecycleEvent) {
        queue.add(event)
        continuation.yield()
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.wake {
                while !Task.isCancelled, let report = self.queue.next() { await self.persist(report) }
            }
        }
        // The database outlives this service: what waits now is tried once more. What cannot be is in the log at least.
        var isReachable = !Task.isCancelled
        while let report = queue.next() {
            if isReachable {
                do {
                    try await save(report)
                    continue
                } catch {
                    isReachable = false
                }
            }
            lose(report, "the server stops")
        }
    }

    /// Returns when the report is on record, or when it never will be.
    private func persist(_ report: PluginReportQueue.Report) async {
        var pause = firstPause
        var refusals = 0
        while true {
            do {
                try await save(report)
                return
            } catch {
                if Self.isRefusal(error) { refusals += 1 }
                guard refusals < Self.refusalLimit else { return lose(report, "\(error)") }
                if !Task.isCancelled {
                    logger.error(
                        "a plugin's state could not be recorded yet",
                        metadata: ["error": "\(error)", "waiting": "\(queue.counters.waiting)"])
                    try? await Task.sleep(for: pause)
                }
                pause = min(pause * 2, Self.longestPause)
                guard Task.isCancelled else { continue }
            }
            // The server is stopping: once more, out of the cancelled task.
            let last = await Task { try await self.save(report) }.result
            if case .failure(let error) = last { lose(report, "\(error)") }
            return
        }
    }

    /// Whether the database will say the same again.
    private static func isRefusal(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return !(error is CancellationError) }
        return [.constraint, .decoding, .invalidParameter].contains(error.code)
            || error.sqlState?.hasPrefix("22") == true
    }

    private func lose(_ report: PluginReportQueue.Report, _ reason: String) {
        queue.lose(report)
        logger.error(
            "what happened to a plugin is on no record but this",
            metadata: [
                "plugin": "\(report.event.pluginID)", "version": "\(report.event.version)",
                "what": "\(report.event.kind)", "count": "\(report.count)", "since": "\(report.since)",
                "reason": "\(reason)",
            ])
    }

    private func save(_ report: PluginReportQueue.Report) async throws {
        try await CorrelationID.$current.withValue(.make(.schedule)) { try await record(report) }
    }

    private func record(_ waiting: PluginReportQueue.Report) async throws {
        let report = waiting.event
        var detail: JSONObject = ["plugin_id": .string(report.pluginID), "version": .string(report.version)]
        let (event, state) = describe(report.kind, &detail)
        if waiting.count > 1 {
            detail["count"] = .integer(waiting.count)
            detail["since"] = .string(waiting.since.description)
        }
        if Timestamp.now().microseconds - waiting.latest.microseconds > 5_000_000 {
            detail["observed_at"] = .string(waiting.latest.description)
        }
        let entry = event.map { event in
            AuditEntry(event, by: .system("plugins"), on: .init("plugin", report.pluginID), detail: detail)
        }
        let change = state.map { stateChange(of: report, to: $0, at: waiting.latest, detail: detail) }
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
        if let state { states.withLockedValue { $0[report.pluginID] = state } }
    }

    private func stateChange(
        of report: PluginLifecycleEvent, to state: String, at time: Timestamp, detail: JSONObject
    ) -> NewEvent {
        let prior = states.withLockedValue { $0[report.pluginID] }
        var payload = JSONWriter()
        payload.beginObject()
        payload.member("PluginID", report.pluginID)
        payload.member("Version", report.version)
        payload.member("PriorState", prior ?? "")
        payload.member("NewState", state)
        payload.member(optional: "Reason", detail["reason"]?.string ?? detail["message"]?.string)
        payload.member("OccurredAt", time.description)
        payload.endObject()
        return NewEvent(
            .pluginStateChanged, pluginID: report.pluginID, body: RawJSON(bytes: payload.bytes), occurredAt: time)
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

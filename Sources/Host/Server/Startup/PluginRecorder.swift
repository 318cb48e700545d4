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
        let event: AuditEvent?
        let state: String?
        switch report.kind {
        case .verified: (event, state) = (.pluginLoaded, "verified")
        case .rejected(let rejection):
            (event, state) = (.pluginRejected, "rejected")
            detail["reason"] = .string("\(rejection)")
        case .started(let generation, let pid):
            (event, state) = (generation > 1 ? .pluginRestarted : .pluginLoaded, "running")
            detail["generation"] = .integer(generation)
            detail["pid"] = .integer(Int(pid))
        case .crashed(_, let probe, let message):
            (event, state) = (.pluginCrashed, "degraded")
            detail["message"] = .string(message)
            if let probe { detail["probe"] = .string(probe) }
        case .quarantined(let until):
            (event, state) = (.pluginMisbehaved, "quarantined")
            detail["until"] = .string(until.description)
        case .violation(let what):
            (event, state) = (.pluginSandboxDenied, nil)
            detail["what"] = .string(what)
        case .drained: (event, state) = (nil, "draining")
        }
        let entry = event.map { event in
            AuditEntry(event, by: .system("plugins"), on: .init("plugin", report.pluginID), detail: detail)
        }
        let change = state.map { stateChange(of: report, to: $0, detail: detail) }
        try await database.transaction { transaction in
            if let entry { try await audit.record(entry, in: transaction) }
            if let change { try await events.append([change], in: transaction) }
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
}

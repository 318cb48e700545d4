import Contract
import Core
package import Database
package import EventLog
import Foundation
import JSON
package import Probes
package import Web

/// System facts, snapshots, changes and the probes that renew them.
package struct IntelligenceRoutes: Sendable {
    private let database: Database
    private let events: EventLog
    private let probes: ProbeService
    private let store = IntelligenceStore()

    package init(database: Database, events: EventLog, probes: ProbeService) {
        self.database = database
        self.events = events
        self.probes = probes
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getHostSystemInfo) { try await systemInfo(of: try $0.uuid("id")) },
            Route(OperationCatalog.postHostDiscoveryRun, maxBodyBytes: 4_096) { request in
                let id = try request.uuid("id")
                _ = try await probes.run(.discovery, on: id, by: request.caller)
                return try await systemInfo(of: id)
            },
            Route(OperationCatalog.postHostIntelligenceRefresh, maxBodyBytes: 4_096, handler: refresh),
            Route(OperationCatalog.getIntelligenceState, handler: state),
            Route(OperationCatalog.getIntelligenceEvents, handler: eventPage),
        ]
    }

    private func systemInfo(of hostID: UUID) async throws -> APIResponse {
        guard let known = try await store.facts(of: hostID, from: database) else { throw APIError.hostNotFound() }
        var writer = JSONWriter(reserving: 1_024)
        writer.beginObject()
        writer.member("host_id", hostID.text)
        for (name, value) in known.facts {
            writer.key(name)
            writer.value(value)
        }
        writer.member("collected_at", known.collectedAt.description)
        writer.endObject()
        return .json(writer.bytes)
    }

    private func refresh(_ request: APIRequest) async throws -> APIResponse {
        let id = try request.uuid("id")
        let run = try await probes.run(.systemInfo, on: id, by: request.caller)
        return try .encoding(
            IntelligenceRefreshResult(
                hostID: id, collectedAt: run.accepted.collectedAt, events: run.accepted.events,
                durationMS: Int(run.outcome.durationNanoseconds / 1_000_000), pluginID: run.outcome.pluginID,
                probe: run.outcome.probe))
    }

    private func state(_ request: APIRequest) async throws -> APIResponse {
        guard let (state, freshness) = try await store.state(of: try request.uuid("host_id"), from: database) else {
            throw APIError.hostNotFound()
        }
        var writer = JSONWriter(reserving: 256 + state.snapshot.bytes.count)
        writer.beginObject()
        writer.member("host_id", state.hostID.text)
        writer.member("snapshot", raw: state.snapshot.bytes)
        writer.member("collected_at", state.collectedAt.description)
        if let freshness { writer.member("category_freshness", raw: freshness.bytes) }
        writer.endObject()
        return .json(writer.bytes)
    }

    private func eventPage(_ request: APIRequest) async throws -> APIResponse {
        var filter = EventLog.Filter()
        filter.hostID = try request.queryUUID("host_id")
        filter.code = try text("event_code", 1...64, in: request)
        filter.pluginID = try text("plugin_id", 1...128, in: request)
        filter.since = try request.queryTimestamp("since")
        filter.until = try request.queryTimestamp("until")
        if let severity = request.query["severity"] {
            guard IntelligenceSeverity(rawValue: severity) != nil else {
                throw APIError(
                    .validationFieldRange, "severity must be info, low, medium, high or critical",
                    detail: ["field": "severity"])
            }
            filter.severity = severity
        }
        let limit = try request.queryLimit(range: 1...200) ?? 50
        var cursor: EventLog.Cursor?
        if let text = request.query["cursor"] {
            guard let parsed = EventLog.Cursor(text) else { throw APIError.cursorInvalid() }
            cursor = parsed
        }
        let page = try await events.intelligenceEvents(matching: filter, after: cursor, limit: limit, from: database)
        var writer = JSONWriter(reserving: 512 * (page.count + 1))
        writer.beginObject()
        writer.key("items")
        writer.beginArray()
        for event in page { Self.write(event, to: &writer) }
        writer.endArray()
        if page.count == limit, let last = page.last {
            writer.member("next_cursor", EventLog.Cursor(after: last).text)
        }
        writer.endObject()
        return .json(writer.bytes)
    }

    private func text(_ name: String, _ lengths: ClosedRange<Int>, in request: APIRequest) throws -> String? {
        guard let text = request.query[name] else { return nil }
        guard lengths.contains(text.unicodeScalars.count) else {
            throw APIError(
                .validationFieldRange, "\(name) has \(lengths.lowerBound) to \(lengths.upperBound) characters",
                detail: ["field": .string(name)])
        }
        return text
    }

    private static func write(_ event: LoggedEvent, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", event.id.text)
        writer.member("host_id", event.hostID?.text ?? "")
        writer.member("event_code", event.code ?? "")
        writer.member("severity", event.severity ?? "info")
        writer.member("detail", raw: event.body.bytes)
        writer.member("occurred_at", event.occurredAt.description)
        writer.member("detected_at", event.detectedAt.description)
        writer.member("correlation_id", event.correlationID)
        writer.member(optional: "plugin_id", event.pluginID)
        writer.endObject()
    }
}

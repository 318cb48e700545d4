import Contract
import Core
package import Database
import HTTPTypes
import JSON
import NIOCore
package import Web

/// Reading the audit trail.
package struct AuditRoutes: Sendable {
    /// Rows of one export at most; more are left to `openwatch audit export`.
    package static let exportLimit = 10_000

    private let database: Database
    private let audit: AuditTrail
    private let exportLimit: Int
    private let reader = AuditReader()

    package init(database: Database, audit: AuditTrail, exportLimit: Int = AuditRoutes.exportLimit) {
        self.database = database
        self.audit = audit
        self.exportLimit = exportLimit
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getAuditEvents, handler: list),
            Route(OperationCatalog.getAuditEventsExport, handler: export),
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIResponse {
        var filter = try Self.filter(of: request)
        filter.correlationID = try Self.text("correlation_id", in: request)
        let limit = try request.queryLimit(range: 1...200) ?? 50
        var cursor: AuditCursor?
        if let text = request.query["cursor"] {
            guard let parsed = AuditCursor(text) else { throw APIError.cursorInvalid() }
            cursor = parsed
        }
        return .json(try await reader.page(filter, after: cursor, limit: limit, from: database).json)
    }

    /// Recorded before the first byte goes out: what is sent may be read, also when the client hangs up.
    private func export(_ request: APIRequest) async throws -> APIResponse {
        var filter = try Self.filter(of: request)
        let format: AuditExport.Format = try Self.choice("format", in: request) ?? .csv
        let now = Timestamp.now()
        // Rows that come while the file is made stay out of it.
        filter.until = filter.until.map { min($0, now) } ?? now
        let isTruncated = try await reader.hasMore(than: exportLimit, filter, in: database)
        try await audit.record(
            AuditEntry(
                .auditEventsExported, by: request.caller,
                detail: [
                    "format": .string(format.rawValue), "truncated": .bool(isTruncated),
                    "filter": .object(Self.told(request)),
                ]),
            in: database)
        let file = AuditExport(filter, as: format, maximum: exportLimit, from: database)
        var response = APIResponse(
            status: 200,
            body: .stream { writer in
                var file = file
                while let piece = try await file.next() { try await writer.write(ByteBuffer(bytes: piece)) }
            })
        response.headers[.contentType] = format == .csv ? "text/csv; charset=utf-8" : "application/json"
        let name = "audit-log-\(Self.fileTime(now)).\(format.rawValue)"
        response.headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        if isTruncated, let field = HTTPField.Name("X-OpenWatch-Export-Truncated") { response.headers[field] = "true" }
        return response
    }

    /// `20261124-031500`
    private static func fileTime(_ time: Timestamp) -> String {
        let digits = time.description.filter(\.isNumber)
        return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))"
    }

    // MARK: Parameters

    private static func filter(of request: APIRequest) throws -> AuditFilter {
        var filter = AuditFilter()
        filter.action = try text("action", in: request)
        if let action = filter.action, action.dropLast(action.hasSuffix(".*") ? 2 : 0).contains("*") {
            throw APIError.fieldFormat("action", expected: "a code, or the beginning of codes with .* behind it")
        }
        filter.actorType = try text("actor_type", in: request)
        filter.actorID = try text("actor_id", in: request)
        filter.resourceType = try text("resource_type", in: request)
        filter.resourceID = try text("resource_id", in: request)
        filter.outcome = try choice("outcome", in: request)
        filter.severity = try choice("severity", in: request)
        filter.since = try request.queryTimestamp("since")
        filter.until = try request.queryTimestamp("until")
        return filter
    }

    private static func text(_ name: String, in request: APIRequest) throws -> String? {
        guard let text = request.query[name] else { return nil }
        guard (1...256).contains(text.unicodeScalars.count) else {
            throw APIError(
                .validationFieldRange, "\(name) has 1 to 256 characters", detail: ["field": .string(name)])
        }
        return text
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, in request: APIRequest
    ) throws -> Choice? where Choice.RawValue == String {
        guard let text = request.query[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw APIError(
                .validationFieldRange, "\(name) must be \(Choice.allCases.map(\.rawValue).joined(separator: ", "))",
                detail: ["field": .string(name)])
        }
        return choice
    }

    /// The restrictions as they were asked for.
    private static func told(_ request: APIRequest) -> JSONObject {
        var told: JSONObject = [:]
        for name in [
            "action", "actor_type", "actor_id", "resource_type", "resource_id", "outcome", "severity", "since", "until",
        ] {
            if let value = request.query[name] { told[name] = .string(value) }
        }
        return told
    }
}

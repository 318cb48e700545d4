import Contract
import Core
import Foundation
package import Web

/// `hosts`: list, create, read, change, delete.
package struct HostRoutes: Sendable {
    private let hosts: HostService

    package init(hosts: HostService) {
        self.hosts = hosts
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getHosts, handler: list),
            Route(OperationCatalog.postHosts, maxBodyBytes: 65_536) { request in
                let body = try request.decode(HostCreateRequest.self)
                return try .encoding(try await hosts.create(body, by: request.caller), status: 201)
            },
            Route(OperationCatalog.getHostByID) { request in
                let row = try await hosts.get(try request.uuid("id"))
                return try .encoding(
                    HostDetailResponse(
                        host: row.response, liveness: row.liveness,
                        complianceSummary: HostComplianceSummary(
                            passing: 0, failing: 0, skipped: 0, error: 0, total: 0)))
            },
            Route(OperationCatalog.patchHostByID, maxBodyBytes: 65_536) { request in
                let id = try request.uuid("id")
                let body = try request.decode(HostUpdateRequest.self)
                return try .encoding(try await hosts.update(id, body, by: request.caller))
            },
            Route(OperationCatalog.deleteHostByID) { request in
                try await hosts.delete(try request.uuid("id"), by: request.caller)
                return .noContent
            },
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIResponse {
        var page = HostStore.Page(environment: request.query["environment"], tag: request.query["tag"])
        page.limit = try request.queryLimit(range: 1...1_000)
        if let text = request.query["cursor"] {
            let parts = text.split(separator: "|", omittingEmptySubsequences: false)
            guard parts.count == 2, let time = Timestamp(parsing: String(parts[0])),
                let id = UUID(uuidString: String(parts[1]))
            else { throw APIError.cursorInvalid() }
            page.after = (time, id)
        }
        let rows = try await hosts.list(page)
        var response = HostListResponse(hosts: rows.map(\.listItem))
        if let limit = page.limit, rows.count == limit, let last = rows.last?.response, let time = last.createdAt {
            response.nextCursor = "\(time)|\(last.id.text)"
        }
        return try .encoding(response)
    }
}

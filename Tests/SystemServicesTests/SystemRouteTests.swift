import AreaTestSupport
import Contract
import JSON
import System
import TestSupport
import Testing

@testable import Web

@Suite("System routes")
struct SystemRouteTests {
    private func call(_ operation: OperationDescription, of routes: [Route]) async throws -> APIResponse {
        let route = try #require(routes.first { $0.operation == operation })
        return try await route.handler(
            APIRequest(
                method: .get, path: operation.path, pathParameters: [:], query: [:], headers: [:], body: [],
                caller: .administrator, correlationID: .make(.request)))
    }

    private func json(_ response: APIResponse) throws -> JSONValue {
        guard case .bytes(let bytes) = response.body else { return .null }
        return try JSONValue(parsing: bytes)
    }

    private func routes(_ test: TestDatabase) -> [Route] {
        SystemRoutes(
            database: test.database,
            build: BuildInfo(version: "1.2.3", toolchain: "swift", commit: "abc", buildTime: "unknown"),
            contractDocument: Array("openapi: 3.1.0\n".utf8)
        ).routes
    }

    @Test("health says healthy while the database answers, and 503 naming it when it does not")
    func health() async throws {
        try await withAreaDatabase { test in
            let routes = routes(test)
            let healthy = try json(try await call(OperationCatalog.getHealth, of: routes))
            #expect(healthy["status"] == "healthy" && healthy["db_connected"] == true && healthy["version"] == "1.2.3")
            await test.database.close()
            let error = await apiError { _ = try await call(OperationCatalog.getHealth, of: routes) }
            #expect(error?.code == .serverUnavailable && error?.detail["component"] == "database")
        }
    }

    @Test("version and the contract document are answered")
    func others() async throws {
        try await withAreaDatabase { test in
            let routes = routes(test)
            let version = try json(try await call(OperationCatalog.getVersion, of: routes))
            #expect(version["openwatch"] == "1.2.3" && version["commit"] == "abc")
            let document = try await call(OperationCatalog.getOpenAPIDocument, of: routes)
            #expect(document.headers[.contentType] == "application/yaml")
            guard case .bytes(let bytes) = document.body else {
                Issue.record("no document")
                return
            }
            #expect(String(decoding: bytes, as: UTF8.self) == "openapi: 3.1.0\n")
        }
    }
}

import Contract
package import Database
import HTTPTypes
package import Web

/// Health, version and the contract document.
package struct SystemRoutes: Sendable {
    private let database: Database
    private let build: BuildInfo
    private let contractDocument: [UInt8]

    /// - Parameter contractDocument: the text of `contract/openapi.yaml`.
    package init(database: Database, build: BuildInfo, contractDocument: [UInt8]) {
        self.database = database
        self.build = build
        self.contractDocument = contractDocument
    }

    package var routes: [Route] {
        [
            Route(OperationCatalog.getHealth) { _ in
                do {
                    try await database.ping(timeout: .seconds(2))
                } catch {
                    throw APIError.unavailable(component: "database")
                }
                return try .encoding(HealthResponse(status: .healthy, dbConnected: true, version: build.version))
            },
            Route(OperationCatalog.getVersion) { _ in
                try .encoding(
                    VersionResponse(
                        openwatch: build.version, kensa: "unknown", go: build.toolchain, commit: build.commit,
                        buildTime: build.buildTime))
            },
            Route(OperationCatalog.getOpenAPIDocument) { _ in
                APIResponse(
                    status: 200, headers: [.contentType: "application/yaml", .cacheControl: "no-cache"],
                    body: .bytes(contractDocument))
            },
        ]
    }
}

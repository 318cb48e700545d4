// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Health of the server.
package struct HealthResponse: Codable, Equatable, Sendable {
    package var status: HealthStatus
    package var dbConnected: Bool
    package var version: String

    package init(status: HealthStatus, dbConnected: Bool, version: String) {
        self.status = status
        self.dbConnected = dbConnected
        self.version = version
    }

    private enum CodingKeys: String, CodingKey {
        case status
        case dbConnected = "db_connected"
        case version
    }
}

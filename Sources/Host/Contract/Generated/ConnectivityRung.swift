// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// One step of a connectivity check.
package struct ConnectivityRung: Codable, Equatable, Sendable {
    package var name: String
    package var ok: Bool
    /// False when an earlier step failed or the step does not apply.
    package var attempted: Bool
    package var latencyMS: Int?
    package var errorCode: String?
    package var message: String?

    package init(
        name: String,
        ok: Bool,
        attempted: Bool,
        latencyMS: Int? = nil,
        errorCode: String? = nil,
        message: String? = nil
    ) {
        self.name = name
        self.ok = ok
        self.attempted = attempted
        self.latencyMS = latencyMS
        self.errorCode = errorCode
        self.message = message
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case ok
        case attempted
        case latencyMS = "latency_ms"
        case errorCode = "error_code"
        case message
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Times of the calls since the server started, in microseconds, waiting for a free runner included.
package struct PluginLatency: Codable, Equatable, Sendable {
    package var calls: Int
    package var p50Us: Double
    package var p95Us: Double
    package var p99Us: Double

    package init(calls: Int, p50Us: Double, p95Us: Double, p99Us: Double) {
        self.calls = calls
        self.p50Us = p50Us
        self.p95Us = p95Us
        self.p99Us = p99Us
    }

    private enum CodingKeys: String, CodingKey {
        case calls
        case p50Us = "p50_us"
        case p95Us = "p95_us"
        case p99Us = "p99_us"
    }
}

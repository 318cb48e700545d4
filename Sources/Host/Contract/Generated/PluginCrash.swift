// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// How a runner ended unexpectedly.
package struct PluginCrash: Codable, Equatable, Sendable {
    package var signal: Int?
    package var exitCode: Int?
    package var at: Timestamp
    /// The probe that was running.
    package var probe: String?

    package init(signal: Int? = nil, exitCode: Int? = nil, at: Timestamp, probe: String? = nil) {
        self.signal = signal
        self.exitCode = exitCode
        self.at = at
        self.probe = probe
    }

    private enum CodingKeys: String, CodingKey {
        case signal
        case exitCode = "exit_code"
        case at
        case probe
    }
}

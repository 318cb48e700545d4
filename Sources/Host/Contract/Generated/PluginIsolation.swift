// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// Where a plugin runs: in a process of its own, or inside the server.
package enum PluginIsolation: String, Codable, Sendable, CaseIterable {
    case runner
    case inProcess = "in_process"
}

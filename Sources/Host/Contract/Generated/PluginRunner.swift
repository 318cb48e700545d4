// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// The process that runs a plugin, with counters since the server started.
package struct PluginRunner: Codable, Equatable, Sendable {
    package var pid: Int
    package var generation: Int
    package var restarts: Int
    package var calls: Int
    package var errors: Int
    package var inFlight: Int
    /// Looks at secrets of the configuration.
    package var secretReveals: Int?
    package var lastCrash: PluginCrash?

    package init(
        pid: Int,
        generation: Int,
        restarts: Int,
        calls: Int,
        errors: Int,
        inFlight: Int,
        secretReveals: Int? = nil,
        lastCrash: PluginCrash? = nil
    ) {
        self.pid = pid
        self.generation = generation
        self.restarts = restarts
        self.calls = calls
        self.errors = errors
        self.inFlight = inFlight
        self.secretReveals = secretReveals
        self.lastCrash = lastCrash
    }

    private enum CodingKeys: String, CodingKey {
        case pid
        case generation
        case restarts
        case calls
        case errors
        case inFlight = "in_flight"
        case secretReveals = "secret_reveals"
        case lastCrash = "last_crash"
    }
}

package import Contract
import Database
package import JSON
import PluginHost

extension PluginOperations {
    /// Checks a configuration, stores it and tries it; a plugin that refuses it keeps the one it had. One at a time for
    /// each plugin.
    ///
    /// - Parameter value: with its secrets; ``PluginSecrets/marker`` in the place of one keeps what is stored.
    /// - Throws: `plugins.config_invalid` with the field or the plugin's own words; `plugins.state_conflict` while a
    ///   version is on trial, or when another change came before this one had proved itself.
    package func configure(_ id: String, _ value: JSONValue, by caller: Caller) async throws {
        try await turns.taking(id) { try await change(id, value, by: caller) }
    }

    private func change(_ id: String, _ value: JSONValue, by caller: Caller) async throws {
        let status = try status(id)
        let before = try await store.record(id, from: database)
        let secrets = PluginSecrets(id: id, fields: try host.secretFields(of: id), sealer: sealer)
        let split = try secrets.split(value, before: before)
        do {
            try host.checkConfiguration(split.complete, of: id)
        } catch {
            throw APIError(.pluginsConfigInvalid, error.message, detail: ["plugin_id": .string(id), "field": "config"])
        }
        try refuseDuringTrial(status)
        try await decide(.pluginConfigured, id, version: status.version, by: caller) {
            try await store.setConfiguration(split.stored, secrets: split.sealed, id, in: $0)
        }
        do {
            try await host.settled(id)
        } catch let error as PluginError {
            // Then the other change has replaced this one, or decides about it: what it stored is not to be undone.
            guard PluginOperations.isRefusal(error) else {
                throw APIError.pluginState(
                    try self.status(id), "the configuration is stored and was not tried: \(error.message)")
            }
            try await decide(
                .pluginConfigured, id, version: status.version, by: caller, outcome: .failure,
                detail: ["reason": .string(error.message)]
            ) {
                try await store.setConfiguration(
                    before.configuration, secrets: before.secrets, id, ifStill: split.stored, secrets: split.sealed,
                    in: $0)
            }
            throw APIError(
                .pluginsConfigInvalid, "the plugin refused the configuration: \(error.message)",
                detail: ["plugin_id": .string(id)])
        }
    }

    /// Whether the plugin itself would not run with what it was given.
    private static func isRefusal(_ error: PluginError) -> Bool {
        // What its own create() said comes with `unavailable`, as much that is not the plugin's doing.
        error.failure != nil
            || ![.superseded, .unavailable, .locked, .shuttingDown, .cancelled].contains(error.code)
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// The configuration of a plugin.
///
/// Holds JSON as it was stored, so it is written by the byte writer and not by an encoder.
package struct PluginConfig: Equatable, Sendable {
    package var config: RawJSON

    package init(config: RawJSON) {
        self.config = config
    }
}

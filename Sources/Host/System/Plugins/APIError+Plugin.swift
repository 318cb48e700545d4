import Contract
import PluginHost

extension APIError {
    /// 409 for an operation that does not fit the plugin's state.
    static func pluginState(_ status: PluginStatus, _ message: String) -> APIError {
        APIError(
            .pluginsStateConflict, message,
            detail: ["plugin_id": .string(status.id), "state": .string(status.state.name)])
    }
}

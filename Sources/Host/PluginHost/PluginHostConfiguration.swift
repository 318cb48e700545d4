import JSON

/// Where plugins are and how they are run.
package struct PluginHostConfiguration: Sendable {
    /// Folders whose subfolders are packages. One that is missing is an error.
    package var directories: [String]
    /// The `openwatch-probe-runner` program.
    package var runnerPath: String
    /// Start a runner for every plugin at once instead of with its first call.
    package var startEagerly: Bool
    /// Told to plugins.
    package var productVersion: String
    /// Told to plugins.
    package var instanceID: String
    /// The `create` configuration by plugin id; an empty object for those not named.
    package var pluginConfiguration: [String: JSONValue]
    package var timing: RunnerTiming

    package init(
        directories: [String], runnerPath: String, startEagerly: Bool = false, productVersion: String = "0.1.0",
        instanceID: String = "", pluginConfiguration: [String: JSONValue] = [:], timing: RunnerTiming = RunnerTiming()
    ) {
        self.directories = directories
        self.runnerPath = runnerPath
        self.startEagerly = startEagerly
        self.productVersion = productVersion
        self.instanceID = instanceID
        self.pluginConfiguration = pluginConfiguration
        self.timing = timing
    }
}

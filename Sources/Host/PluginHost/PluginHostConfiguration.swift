import JSON

/// Where plugins are and how they are run.
package struct PluginHostConfiguration: Sendable {
    /// Folders whose subfolders are packages. One that is missing is an error.
    package var directories: [String]
    /// The ``PackageStore`` with the installed packages; nil if there is none.
    package var store: String?
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
    /// A plugin is not started below this ``SandboxReport/level``.
    package var minimumSandboxLevel: Int
    /// The user that runners run as. Nil: one of its own for each where the server runs as root, else the server's.
    package var runnerAccount: String?

    package init(
        directories: [String], store: String? = nil, runnerPath: String, startEagerly: Bool = false,
        productVersion: String = "0.1.0",
        instanceID: String = "", pluginConfiguration: [String: JSONValue] = [:], timing: RunnerTiming = RunnerTiming(),
        minimumSandboxLevel: Int = 2, runnerAccount: String? = nil
    ) {
        self.directories = directories
        self.store = store
        self.runnerPath = runnerPath
        self.startEagerly = startEagerly
        self.productVersion = productVersion
        self.instanceID = instanceID
        self.pluginConfiguration = pluginConfiguration
        self.timing = timing
        self.minimumSandboxLevel = minimumSandboxLevel
        self.runnerAccount = runnerAccount
    }

    var sandbox: SandboxPolicy { SandboxPolicy(minimumLevel: minimumSandboxLevel, account: runnerAccount) }
}

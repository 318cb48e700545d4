/// What an instance knows about its host, for as long as it lives.
public struct PluginContext: Sendable {
    private let services: HostServices
    /// Version of the product that runs the plugin.
    public let productVersion: String
    /// The runner's own id, for telling instances apart in a log.
    public let instanceID: String

    init(services: HostServices, productVersion: String, instanceID: String) {
        self.services = services
        self.productVersion = productVersion
        self.instanceID = instanceID
    }

    /// Adds a line to the plugin's log. Cut at 4 KiB; floods are counted and dropped.
    public func log(_ level: LogLevel, _ message: String) {
        services.log(0, level.rawValue, message)
    }
}

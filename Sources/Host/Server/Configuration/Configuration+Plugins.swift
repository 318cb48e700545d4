import PluginHost

extension Configuration {
    /// The policy of the trust directory.
    ///
    /// - Throws: `PluginError` with every fault, if a file of it cannot be used.
    func trustPolicy() throws -> LiveTrustPolicy {
        try LiveTrustPolicy(directory: self["plugins.trust_dir"])
    }

    /// Where installed packages lie.
    var pluginStore: String {
        let path = self["plugins.store"]
        return path.isEmpty ? self["server.state_dir"] + "/plugins" : path
    }
}

import PluginHost

extension Configuration {
    /// The keys of the trust directory.
    ///
    /// - Throws: `PluginError` with every fault, if a file of it cannot be used.
    func trustRing() throws -> TrustRing {
        try TrustRing.load(directory: self["plugins.trust_dir"])
    }

    /// Where installed packages lie.
    var pluginStore: String {
        let path = self["plugins.store"]
        return path.isEmpty ? self["server.state_dir"] + "/plugins" : path
    }
}

/// One secret of a plugin's configuration, as the server keeps it while a runner has a handle for it: encrypted.
struct PluginSecret: Sendable, Hashable {
    enum Content: Sendable, Hashable {
        case sealed([UInt8])
        /// It was given in the clear: by `plugin run`, or before the field was a secret.
        case plain([UInt8])
    }

    let pluginID: String
    /// JSON pointer of its place.
    let pointer: String
    let content: Content

    /// The secret itself. Throws what the opener throws.
    func reveal(_ open: PluginConfiguration.SecretOpener) throws -> [UInt8] {
        switch content {
        case .sealed(let bytes): try open(pluginID, pointer, bytes)
        case .plain(let bytes): bytes
        }
    }
}

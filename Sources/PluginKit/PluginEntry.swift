public import PluginABI

/// What a plugin's entry point returns.
public enum PluginEntry {
    /// The ABI's table for a plugin, for ``ow_plugin_v1`` to return. A shared object holds one plugin, so this is called
    /// for one type only.
    ///
    /// - Returns: the same pointer each time; nil only if the identity is not made of ordinary string literals.
    public static func table<P: ProbePlugin>(for plugin: P.Type) -> UnsafePointer<ow_plugin>? {
        let identity = plugin.identity
        guard identity.id.hasPointerRepresentation, identity.version.hasPointerRepresentation else { return nil }
        PluginTable.plugin = plugin
        PluginTable.memory.pointee.id = text(identity.id)
        PluginTable.memory.pointee.version = text(identity.version)
        return UnsafePointer(PluginTable.memory)
    }

    private static func text(_ literal: StaticString) -> ow_str {
        let start = UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
        return ow_str(p: start, n: UInt64(literal.utf8CodeUnitCount))
    }
}

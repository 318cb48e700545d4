public import PluginABI
import PluginKit
import SysinfoProbe

/// The one symbol that the shared object exports.
@c(ow_plugin_v1)
public func openWatchPluginEntry() -> UnsafePointer<ow_plugin>? {
    PluginEntry.table(for: SysinfoPlugin.self)
}

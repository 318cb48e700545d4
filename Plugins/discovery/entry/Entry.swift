import DiscoveryProbe
public import PluginABI
import PluginKit

@c(ow_plugin_v1)
public func openWatchPluginEntry() -> UnsafePointer<ow_plugin>? {
    PluginEntry.table(for: DiscoveryPlugin.self)
}

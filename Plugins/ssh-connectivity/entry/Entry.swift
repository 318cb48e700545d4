public import PluginABI
import PluginKit
import SSHConnectivityProbe

@c(ow_plugin_v1)
public func openWatchPluginEntry() -> UnsafePointer<ow_plugin>? {
    PluginEntry.table(for: SSHConnectivityPlugin.self)
}

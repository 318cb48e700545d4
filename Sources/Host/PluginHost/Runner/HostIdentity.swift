import CRunnerSpawn
import PluginABI
import RunnerWire

/// Who the host says it is.
struct HostIdentity: Sendable {
    let product: String
    let version: String
    let instanceID: String

    /// The body of the HELLO for a plugin.
    func hello(to manifest: PluginManifest) -> [UInt8] {
        var writer = WireWriter(reserving: 256)
        writer.uint32(UInt32(OW_WIRE_VERSION))
        writer.uint32(UInt32(OW_ABI_MINOR))
        writer.uint32(UInt32(manifest.isolation.maxConcurrent))
        writer.uint32(UInt32(OW_SPAWN_PLUGIN_FD))
        for text in [product, version, instanceID, manifest.id, manifest.version] { writer.field(text) }
        let services = manifest.permissions.services.sorted()
        writer.uint32(UInt32(services.count))
        for service in services { writer.field(service) }
        return writer.bytes
    }
}

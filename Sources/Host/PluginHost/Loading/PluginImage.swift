import CRunnerSpawn
import Glibc

/// The bytes of a shared object that passed every check, in a sealed memory file: what runs is what was checked.
final class PluginImage: Sendable {
    /// Open for as long as this object lives.
    let descriptor: Int32

    init(_ bytes: [UInt8], name: String) throws(PluginError) {
        descriptor = bytes.withUnsafeBytes { ow_sealed_image($0.baseAddress, $0.count, name) }
        guard descriptor >= 0 else {
            throw PluginError(
                .unavailable, "no memory file for the plugin (errno \(-descriptor))",
                hint: descriptor == -EACCES ? "vm.memfd_noexec is 2; set it to 0 or 1" : nil)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}

import Licensing
import PluginHost
import ServiceLifecycle

/// Locks and unlocks plugins as licence features go and come.
struct PluginEntitlements: Service, CustomStringConvertible {
    /// Nothing of what it is made of: the service group logs descriptions.
    var description: String { "PluginEntitlements" }

    let licenses: LicenseService
    let plugins: PluginHost

    func run() async throws {
        for await _ in licenses.changes().cancelOnGracefulShutdown() { plugins.refreshEntitlements() }
    }
}

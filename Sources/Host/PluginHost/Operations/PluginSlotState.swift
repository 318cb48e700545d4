import NIOConcurrencyHelpers

/// What a ``PluginSlot`` keeps under its lock.
struct PluginSlotState {
    var packages: [String: PluginPackage] = [:]
    /// Packages of this id that the latest scan rejected.
    var rejected: [ScannedPlugin] = []
    /// The package that serves, or would if it were admitted.
    var wanted: PluginPackage?
    var admission = PluginAdmission.admitted
    /// A version that waits for an approval while another one serves.
    var pending: PluginPendingApproval?
    var configuration = PluginConfiguration()
    var serving: PluginRunner?
    var upgrade: PluginUpgrade?
    /// Runners that finish their calls.
    var draining: [PluginRunner] = []
    /// Where a version that fails soon after its promotion goes back to.
    var fallback: (version: String, until: UInt64)?
    /// Versions that were rolled back; they are not tried again by themselves.
    var failedVersions: Set<String> = []
    /// A configuration that what serves has refused; it is not tried again until somebody decides anew.
    var refusedConfiguration: PluginConfiguration?
    /// Why, for whoever asks after it was refused.
    var refusal: PluginError?
    /// A configuration that only a new runner can take.
    var coldConfiguration: PluginConfiguration?
    /// A configuration that is being handed to what serves.
    var reconfiguration: PluginReconfiguration?
    var startsEagerly = false
    var isStopped = false
}

/// A version that asks for grants nobody has approved.
package struct PluginPendingApproval: Sendable, Hashable {
    package let version: String
    /// SHA-256 of its manifest: what an approval names.
    package let digest: String
    /// What was not approved, a line each; empty if the plugin asks for nothing.
    package let missing: [String]

    init(_ package: PluginPackage, missing: [String]) {
        version = package.manifest.version
        digest = package.digest
        self.missing = missing
    }
}

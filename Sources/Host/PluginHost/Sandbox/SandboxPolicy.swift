/// What the host demands of a runner's sandbox.
struct SandboxPolicy: Sendable {
    /// A plugin is not loaded below it; see ``SandboxReport/level``.
    var minimumLevel = 2
    /// The user that runners run as; nil for one of its own each, where the host may choose.
    var account: String?

    /// The demand on one plugin: what comes with the product runs with whatever protection there is.
    func applied(to package: PluginPackage) -> SandboxPolicy {
        SandboxPolicy(minimumLevel: package.isFirstParty ? 0 : minimumLevel, account: account)
    }

    static func refusal(_ message: String) -> PluginError {
        PluginError(
            .sandbox, "the plugin is not started: \(message)",
            hint: "Level 2 takes a kernel with seccomp, and Landlock (Linux 5.13) or a server started as root; if you "
                + "would run this plugin without, lower plugins.minimum_sandbox_level")
    }
}

extension PluginError {
    /// How a runner ended that nobody asked to.
    static func ended(_ exit: RunnerExit?, fault: String?, wasReady: Bool) -> PluginError {
        guard let exit else {
            return PluginError(
                .runnerMissing, fault ?? "the runner did not start",
                hint: "check that openwatch-probe-runner is installed and executable")
        }
        if let fault { return PluginError(.misbehaved, fault) }
        let place = wasReady ? "" : " while it started"
        return PluginError(.crashed, "the plugin's runner ended\(place): \(exit)", crash: exit)
    }
}

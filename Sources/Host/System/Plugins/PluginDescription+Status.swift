import Contract
import PluginHost

extension PluginDescription {
    /// A plugin's state as the contract shows it.
    init(status: PluginStatus) {
        let runner = status.runner
        let crash = runner.counters.lastCrash
        self.init(
            id: status.id, version: status.version, name: status.name, vendor: status.vendor,
            state: status.state.name, reason: status.reason,
            abi: PluginABIVersion(major: Int(status.abi?.major ?? 0), minor: Int(status.abi?.builtMinor ?? 0)),
            feature: status.feature, isolation: .runner,
            probes: status.probes.map {
                PluginProbe(
                    name: $0.name, role: $0.role?.rawValue, timeoutSeconds: Int($0.timeout.components.seconds))
            },
            services: status.services, events: status.events,
            runner: runner.pid.map { pid in
                Contract.PluginRunner(
                    pid: Int(pid), generation: runner.generation, restarts: runner.counters.restarts,
                    calls: runner.counters.calls, errors: runner.counters.errors, inFlight: runner.inFlight,
                    secretReveals: runner.counters.reveals,
                    lastCrash: crash.map {
                        Contract.PluginCrash(
                            signal: $0.exit.signal == 0 ? nil : Int($0.exit.signal),
                            exitCode: $0.exit.signal == 0 ? Int($0.exit.code) : nil, at: $0.at, probe: $0.probe)
                    })
            },
            trust: status.trust?.description, unlockedBy: Self.tier(unlocking: status.state),
            pendingApproval: status.pending.map {
                Contract.PluginPendingApproval(
                    version: $0.version, manifestSHA256: $0.digest, missingGrants: $0.missing)
            })
    }

    private static func tier(unlocking state: PluginState) -> String? {
        guard case .locked(let feature) = state else { return nil }
        return LicenseFeature.named(feature)?.tier.rawValue
    }
}

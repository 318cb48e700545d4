extension PluginStatus {
    /// A plugin with at least one usable version; nil once the last one is gone.
    init?(slot: PluginSlot) {
        let snapshot = slot.snapshot
        guard let package = snapshot.package else { return nil }
        let runner = snapshot.serving?.snapshot
        let (state, reason) = Self.state(snapshot, runner: runner)
        let usable = snapshot.versions.map { version in
            Version(
                version: version.manifest.version, digest: version.digest, rejection: nil,
                hasFailed: snapshot.failedVersions.contains(version.manifest.version), directory: version.directory)
        }
        self.init(
            package: package, state: state, reason: reason,
            runner: runner?.runner ?? PluginRunnerStatus(counters: slot.meter.counters), pending: snapshot.pending,
            versions: Self.ordered(usable + snapshot.rejected.map(Self.version)),
            trial: snapshot.trial.map {
                Trial(version: $0.candidate.version, calls: $0.served, callsNeeded: slot.timing.canaryCalls)
            }, draining: snapshot.draining, meter: slot.meter)
    }

    private init(
        package: PluginPackage, state: PluginState, reason: String?, runner: PluginRunnerStatus,
        pending: PluginPendingApproval?, versions: [Version], trial: Trial?, draining: Int, meter: PluginMeter
    ) {
        let manifest = package.manifest
        self.init(
            id: manifest.id, version: manifest.version, name: manifest.name, vendor: manifest.vendor.name,
            state: state, reason: reason, abi: manifest.abi, feature: manifest.feature,
            isolation: manifest.isolation, probes: Self.probes(manifest),
            services: manifest.permissions.services.sorted(), events: manifest.events.map(\.type),
            trust: package.trust, directory: package.directory, runner: runner, manifest: manifest,
            grants: GrantsDiff(from: nil, to: manifest).asked, pending: pending, versions: versions, trial: trial,
            draining: draining,
            latency: meter.latency, log: meter.log)
    }

    /// A package that cannot be used.
    init(rejected plugin: ScannedPlugin) {
        let manifest = plugin.manifest
        var state = PluginState.disabled
        var reason: String?
        if case .rejected(let rejection) = plugin.outcome {
            state = .rejected(rejection)
            reason = rejection.description
        }
        self.init(
            id: plugin.id, version: manifest?.version ?? "", name: manifest?.name ?? "",
            vendor: manifest?.vendor.name ?? "", state: state, reason: reason, abi: manifest?.abi,
            feature: manifest?.feature, isolation: manifest?.isolation, probes: manifest.map(Self.probes) ?? [],
            services: manifest?.permissions.services.sorted() ?? [], events: manifest?.events.map(\.type) ?? [],
            trust: nil, directory: plugin.directory, runner: PluginRunnerStatus(), manifest: manifest,
            grants: manifest.map { GrantsDiff(from: nil, to: $0).asked } ?? [], pending: nil,
            versions: [Self.version(plugin)], trial: nil, draining: 0,
            latency: PluginLatency(calls: 0, p50: 0, p95: 0, p99: 0), log: [])
    }

    private static func state(
        _ snapshot: PluginSlotSnapshot, runner: (state: PluginState, reason: String?, runner: PluginRunnerStatus)?
    ) -> (PluginState, String?) {
        switch snapshot.admission {
        case .locked(let feature): (.locked(feature: feature), "the licence does not include \(feature)")
        case .awaitingApproval(let missing):
            (
                .awaitingApproval,
                missing.isEmpty ? "it was never approved" : "not approved: " + missing.joined(separator: "; ")
            )
        case .disabled: (.disabled, "an operator has disabled it")
        case .admitted: runner.map { ($0.state, $0.reason) } ?? (.ready, nil)
        }
    }

    private static func version(_ plugin: ScannedPlugin) -> Version {
        var found: PluginRejection?
        if case .rejected(let rejection) = plugin.outcome { found = rejection }
        return Version(
            version: plugin.manifest?.version ?? "", digest: nil, rejection: found, hasFailed: false,
            directory: plugin.directory)
    }

    private static func ordered(_ versions: [Version]) -> [Version] {
        versions.sorted { left, right in
            guard let first = SemanticVersion(left.version), let second = SemanticVersion(right.version) else {
                return left.version < right.version
            }
            return first < second
        }
    }

    private static func probes(_ manifest: PluginManifest) -> [Probe] {
        manifest.probes.map { Probe(name: $0.name, role: $0.role, timeout: $0.timeout) }
    }
}

import Contract
import Core
import PluginHost

extension PluginDetail {
    /// A plugin as the contract shows it, with what operators decided about it.
    init(status: PluginStatus, record: PluginRecord) {
        self.init(
            plugin: PluginDescription(status: status), grants: status.grants,
            approvedGrants: record.approvals.first?.grants ?? [], approvedBy: record.approvals.first?.by,
            approvedAt: record.approvals.first?.at,
            approvals: record.approvals.map {
                Contract.PluginApproval(
                    version: $0.version, manifestSHA256: $0.digest, grants: $0.grants, approvedBy: $0.by,
                    approvedAt: $0.at)
            },
            versions: status.versions.map {
                PluginVersion(
                    version: $0.version, usable: $0.rejection == nil, reason: $0.rejection?.description,
                    manifestSHA256: $0.digest, rolledBack: $0.hasFailed)
            },
            chosenVersion: record.version,
            trial: status.trial.map {
                PluginTrial(version: $0.version, calls: $0.calls, callsNeeded: $0.callsNeeded)
            },
            latency: Contract.PluginLatency(
                calls: status.latency.calls, p50Us: status.latency.p50, p95Us: status.latency.p95,
                p99Us: status.latency.p99),
            drainingRunners: status.draining,
            isolatedProbes: status.runner.isolated.map {
                PluginIsolatedProbe(probe: $0.probe, hostID: $0.hostID, until: $0.until)
            },
            log: status.log.map { PluginLogEntry(at: $0.at, level: $0.level, text: $0.text) })
    }
}

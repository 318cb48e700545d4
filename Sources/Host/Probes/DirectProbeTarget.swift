package import PluginHost
package import SSH

/// A host that is in no database: what a probe may ask of it, over the SSH engine. For trying plugins out.
package final class DirectProbeTarget: ProbeTargetServices {
    private let target: SSHTarget
    private let engine: SSHEngine
    private let values = VolatileValues()

    package init(target: SSHTarget, engine: SSHEngine) {
        self.target = target
        self.engine = engine
    }

    package func openSSH(fresh: Bool, timeout: Duration?) async -> ProbeSSHOpenResult {
        do {
            let session = try await engine.session(for: target, fresh: fresh, timeout: timeout ?? .seconds(10))
            let policy = SudoPolicy(need: .ifNeeded, allowPassword: target.credential.password != nil)
            return ProbeSSHOpenResult(
                session: SSHProbeSession(session: session, policy: policy) { _ in },
                info: ProbeSSHInfo(session.report, error: nil), code: .ok)
        } catch {
            return ProbeSSHOpenResult(
                session: nil, info: ProbeSSHInfo(error.report ?? SSHConnectReport(), error: error),
                code: ProbeCode(error.code))
        }
    }

    package func value(
        forKey key: String
    ) async throws(ProbeServiceError) -> (value: [UInt8], version: UInt64)? {
        values.value(forKey: key)
    }

    package func store(
        _ value: [UInt8], forKey key: String, expecting: StoredVersion, timeToLive: Duration?
    ) async throws(ProbeServiceError) {
        try values.store(value, forKey: key, expecting: expecting, timeToLive: timeToLive)
    }
}

public import JSON
public import PluginKit

/// Answers "can we reach this host, and with what rights": one fresh connection, one look at every rung of it.
public final class SSHConnectivityPlugin: ProbePlugin {
    public static let identity = PluginIdentity(id: "org.openwatch.ssh-connectivity", version: "0.1.0")

    public init(context: PluginContext, configuration: JSONValue) throws {}

    /// A connection that cannot be made is a result, not a failure. The call fails only when nothing was tried, or when
    /// the call itself was cut off: an unreachable host must not be told from a host nobody asked.
    public func run(probe: Int, call: ProbeCall) throws -> JSONValue {
        guard probe == 0 else {
            throw ProbeFailure(code: .argument, message: "This plugin has one probe.", detail: [:])
        }
        let started = call.monotonicNanoseconds
        // A pooled connection would report the timings of an earlier handshake.
        let (session, report, failure) = try call.connectSSH(fresh: true)
        if let failure, failure.code == .cancelled || (report.failed == nil && session == nil) { throw failure }

        var privilege = PrivilegeCheck.skipped
        if let session {
            defer { session.close() }
            if report.failed == nil, call.parameters["skip_privilege"]?.bool != true {
                privilege = try check(session, call)
            }
        }
        let ladder = ConnectionLadder(report: report, privilege: privilege)
        return ladder.result(totalNanoseconds: call.monotonicNanoseconds - started)
    }

    private func check(_ session: RemoteSession, _ call: ProbeCall) throws -> PrivilegeCheck {
        let started = call.monotonicNanoseconds
        do {
            return PrivilegeCheck(result: try session.execute("privilege"))
        } catch let failure as ProbeFailure {
            if failure.code == .cancelled { throw failure }
            return PrivilegeCheck(failure: failure, nanoseconds: call.monotonicNanoseconds - started)
        }
    }
}

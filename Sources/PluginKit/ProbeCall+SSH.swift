extension ProbeCall {
    /// A session with the target, over a new or a pooled connection.
    ///
    /// - Parameters:
    ///   - fresh: do not take a pooled connection.
    ///   - timeoutNanoseconds: 0 for the host's own.
    /// - Throws: ``ProbeFailure`` with the reason that the host gives.
    public func openSSH(fresh: Bool = false, timeoutNanoseconds: UInt64 = 0) throws -> RemoteSession {
        let (code, session) = try open(fresh, timeoutNanoseconds)
        if code == 0 { return session }
        throw try explain(code, session).failure
    }

    /// Connects and tells how far it came. A connection that cannot be made is an answer, not an error: then `session` is
    /// nil and `failure` says why.
    ///
    /// - Throws: ``ProbeFailure`` if nothing was tried: no permission, the call is cancelled or past its deadline, or
    ///   too many sessions.
    public func connectSSH(
        fresh: Bool = false, timeoutNanoseconds: UInt64 = 0
    ) throws -> (session: RemoteSession?, report: ConnectionReport, failure: ProbeFailure?) {
        let (code, session) = try open(fresh, timeoutNanoseconds)
        if code == 0 { return (session, try session.report(), nil) }
        let (report, failure) = try explain(code, session)
        return (nil, report, failure)
    }

    private func open(_ fresh: Bool, _ timeout: UInt64) throws -> (code: Int32, session: RemoteSession) {
        let (code, id) = try services.openSession(handle, targetHandle, fresh: fresh, timeout: timeout)
        return (code, RemoteSession(services: services, call: handle, id: id))
    }

    /// What the host says about a connection that failed. Throws if there was none to speak of.
    private func explain(
        _ code: Int32, _ session: RemoteSession
    ) throws -> (report: ConnectionReport, failure: ProbeFailure) {
        var failure = ProbeFailure.of(code, "connect to the target")
        guard session.id != 0 else {
            guard FailureCode.connectionFailures.contains(failure.code), !isCancelled else { throw failure }
            return (ConnectionReport(failureMessage: failure.message), failure)
        }
        defer { session.close() }
        let report = try session.report()
        if !report.failureMessage.isEmpty { failure.message = report.failureMessage }
        if !report.failureCode.isEmpty { failure.detail["reason"] = .string(report.failureCode) }
        return (report, failure)
    }
}

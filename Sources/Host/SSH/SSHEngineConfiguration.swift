/// Limits and timings of an ``SSHEngine``. Values out of range are brought into it.
package struct SSHEngineConfiguration: Sendable {
    /// From the name lookup to the finished login.
    package var connectTimeout: Duration
    /// How long an unused session is kept.
    package var idleSeconds: Int
    /// Sessions to one host at a time, in use or idle. Further callers wait in order.
    package var maxSessionsPerHost: Int
    package var maxSessions: Int
    /// Event-loop threads.
    package var loops: Int
    /// Seconds of silence before the kernel asks whether the peer is still there; 0 turns that off.
    package var keepaliveSeconds: Int

    package init(
        connectTimeout: Duration = .seconds(10),
        idleSeconds: Int = 60,
        maxSessionsPerHost: Int = 4,
        maxSessions: Int = 4_096,
        loops: Int = 1,
        keepaliveSeconds: Int = 15
    ) {
        self.connectTimeout = min(max(connectTimeout, .milliseconds(100)), .seconds(300))
        self.idleSeconds = min(max(idleSeconds, 0), 3_600)
        self.maxSessionsPerHost = min(max(maxSessionsPerHost, 1), 64)
        self.maxSessions = min(max(maxSessions, 1), 65_536)
        self.loops = min(max(loops, 1), 2)
        self.keepaliveSeconds = min(max(keepaliveSeconds, 0), 3_600)
    }
}

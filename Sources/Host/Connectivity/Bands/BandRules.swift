import Contract

/// What one probe of the ladder saw of a host.
struct LadderSample: Sendable, Hashable {
    /// The SSH banner came.
    var isReachable: Bool
    /// nil = the privilege rung was not attempted.
    var isPrivileged: Bool?
    var responseMS: Int?
    /// `tcp_timeout`, `connection_refused`, `banner_mismatch`, `tcp_error`, `ssh_error`, `privilege_denied`.
    var errorType: String?
}

/// A host's band with the counters that move it.
struct BandState: Sendable, Hashable {
    var band: MonitoringState = .unknown
    var sshFailures = 0
    var sshSuccesses = 0
    var privilegeFailures = 0
    var privilegeSuccesses = 0
}

/// How samples move a host between bands. Pure; the table is that of the connectivity ladder:
/// two SSH failures in a row make a host critical, two privilege failures degraded, three successes bring it back.
///
/// Until a ping layer exists its counters stand still and nothing makes a host `down`.
enum BandRules {
    static let failuresToCritical = 2
    static let failuresToDegraded = 2
    static let successesToOnline = 3

    static func next(_ state: BandState, sample: LadderSample) -> BandState {
        var next = state
        if sample.isReachable {
            next.sshSuccesses += 1
            next.sshFailures = 0
        } else {
            next.sshFailures += 1
            next.sshSuccesses = 0
        }
        if let isPrivileged = sample.isPrivileged {
            if isPrivileged {
                next.privilegeSuccesses += 1
                next.privilegeFailures = 0
            } else {
                next.privilegeFailures += 1
                next.privilegeSuccesses = 0
            }
        }
        next.band = band(after: state.band, counters: next, sample: sample)
        return next
    }

    private static func band(
        after prior: MonitoringState, counters: BandState, sample: LadderSample
    ) -> MonitoringState {
        guard sample.isReachable else {
            if counters.sshFailures >= failuresToCritical { return .critical }
            return prior == .online || prior == .unknown ? .degraded : prior
        }
        if sample.isPrivileged == false {
            return counters.privilegeFailures >= failuresToDegraded ? .degraded : prior
        }
        if prior == .online || prior == .unknown { return .online }
        let isSteady =
            counters.sshSuccesses >= successesToOnline
            && (sample.isPrivileged == nil || counters.privilegeSuccesses >= successesToOnline)
        return isSteady ? .online : prior
    }

    /// Seconds until the next probe of a host in a band; the online interval is the operator's.
    static func interval(of band: MonitoringState, online: Int64) -> Int64 {
        switch band {
        case .degraded: min(online, 300)
        case .critical: min(online, 120)
        case .down: max(online, 1_800)
        default: online
        }
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// What the checks know about reaching a host.
package struct HostLiveness: Codable, Equatable, Sendable {
    package var reachabilityStatus: ReachabilityStatus
    package var monitoringState: MonitoringState?
    package var lastProbeAt: Timestamp?
    /// Duration of the latest successful check.
    package var lastResponseMS: Int?
    package var consecutiveFailures: Int?
    package var pingConsecutiveFailures: Int?
    package var pingConsecutiveSuccesses: Int?
    package var sshConsecutiveFailures: Int?
    package var sshConsecutiveSuccesses: Int?
    package var privilegeConsecutiveFailures: Int?
    package var privilegeConsecutiveSuccesses: Int?
    package var lastStateChangeAt: Timestamp?
    /// Why the latest check failed.
    package var lastErrorType: String?

    package init(
        reachabilityStatus: ReachabilityStatus,
        monitoringState: MonitoringState? = nil,
        lastProbeAt: Timestamp? = nil,
        lastResponseMS: Int? = nil,
        consecutiveFailures: Int? = nil,
        pingConsecutiveFailures: Int? = nil,
        pingConsecutiveSuccesses: Int? = nil,
        sshConsecutiveFailures: Int? = nil,
        sshConsecutiveSuccesses: Int? = nil,
        privilegeConsecutiveFailures: Int? = nil,
        privilegeConsecutiveSuccesses: Int? = nil,
        lastStateChangeAt: Timestamp? = nil,
        lastErrorType: String? = nil
    ) {
        self.reachabilityStatus = reachabilityStatus
        self.monitoringState = monitoringState
        self.lastProbeAt = lastProbeAt
        self.lastResponseMS = lastResponseMS
        self.consecutiveFailures = consecutiveFailures
        self.pingConsecutiveFailures = pingConsecutiveFailures
        self.pingConsecutiveSuccesses = pingConsecutiveSuccesses
        self.sshConsecutiveFailures = sshConsecutiveFailures
        self.sshConsecutiveSuccesses = sshConsecutiveSuccesses
        self.privilegeConsecutiveFailures = privilegeConsecutiveFailures
        self.privilegeConsecutiveSuccesses = privilegeConsecutiveSuccesses
        self.lastStateChangeAt = lastStateChangeAt
        self.lastErrorType = lastErrorType
    }

    private enum CodingKeys: String, CodingKey {
        case reachabilityStatus = "reachability_status"
        case monitoringState = "monitoring_state"
        case lastProbeAt = "last_probe_at"
        case lastResponseMS = "last_response_ms"
        case consecutiveFailures = "consecutive_failures"
        case pingConsecutiveFailures = "ping_consecutive_failures"
        case pingConsecutiveSuccesses = "ping_consecutive_successes"
        case sshConsecutiveFailures = "ssh_consecutive_failures"
        case sshConsecutiveSuccesses = "ssh_consecutive_successes"
        case privilegeConsecutiveFailures = "privilege_consecutive_failures"
        case privilegeConsecutiveSuccesses = "privilege_consecutive_successes"
        case lastStateChangeAt = "last_state_change_at"
        case lastErrorType = "last_error_type"
    }
}

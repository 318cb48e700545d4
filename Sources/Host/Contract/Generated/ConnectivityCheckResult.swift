// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// Outcome of a connectivity check.
package struct ConnectivityCheckResult: Codable, Equatable, Sendable {
    package var reachable: Bool
    /// Duration of the whole check.
    package var responseTimeMS: Int
    /// Why the host was not reached.
    package var errorType: String?
    package var probedAt: Timestamp
    package var newReachabilityStatus: ReachabilityStatus
    /// The steps of the check in order.
    package var rungs: [ConnectivityRung]?
    /// The step that ended the check.
    package var firstFailedRung: String?
    /// SHA-256 fingerprint of the SSH key that the host presented.
    package var hostKeyFingerprint: String?
    /// How commands get root rights on the host.
    package var privilege: String?

    package init(
        reachable: Bool,
        responseTimeMS: Int,
        errorType: String? = nil,
        probedAt: Timestamp,
        newReachabilityStatus: ReachabilityStatus,
        rungs: [ConnectivityRung]? = nil,
        firstFailedRung: String? = nil,
        hostKeyFingerprint: String? = nil,
        privilege: String? = nil
    ) {
        self.reachable = reachable
        self.responseTimeMS = responseTimeMS
        self.errorType = errorType
        self.probedAt = probedAt
        self.newReachabilityStatus = newReachabilityStatus
        self.rungs = rungs
        self.firstFailedRung = firstFailedRung
        self.hostKeyFingerprint = hostKeyFingerprint
        self.privilege = privilege
    }

    private enum CodingKeys: String, CodingKey {
        case reachable
        case responseTimeMS = "response_time_ms"
        case errorType = "error_type"
        case probedAt = "probed_at"
        case newReachabilityStatus = "new_reachability_status"
        case rungs
        case firstFailedRung = "first_failed_rung"
        case hostKeyFingerprint = "host_key_fingerprint"
        case privilege
    }
}

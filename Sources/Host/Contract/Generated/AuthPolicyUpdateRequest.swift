// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// The rules of signing in, all of them.
package struct AuthPolicyUpdateRequest: Codable, Equatable, Sendable {
    package var requireMFA: Bool
    package var sessionIdleTimeoutSeconds: Int
    /// Not less than the idle limit.
    package var sessionAbsoluteTimeoutSeconds: Int

    package init(requireMFA: Bool, sessionIdleTimeoutSeconds: Int, sessionAbsoluteTimeoutSeconds: Int) {
        self.requireMFA = requireMFA
        self.sessionIdleTimeoutSeconds = sessionIdleTimeoutSeconds
        self.sessionAbsoluteTimeoutSeconds = sessionAbsoluteTimeoutSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case requireMFA = "require_mfa"
        case sessionIdleTimeoutSeconds = "session_idle_timeout_seconds"
        case sessionAbsoluteTimeoutSeconds = "session_absolute_timeout_seconds"
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        return nil
    }
}

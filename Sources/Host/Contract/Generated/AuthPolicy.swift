// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// The rules of signing in.
package struct AuthPolicy: Codable, Equatable, Sendable {
    /// Whoever signs in without a second factor has to set one up first.
    package var requireMFA: Bool
    package var sessionIdleTimeoutSeconds: Int
    package var sessionAbsoluteTimeoutSeconds: Int
    package var updatedAt: Timestamp
    package var updatedBy: UUID?

    package init(
        requireMFA: Bool,
        sessionIdleTimeoutSeconds: Int,
        sessionAbsoluteTimeoutSeconds: Int,
        updatedAt: Timestamp,
        updatedBy: UUID? = nil
    ) {
        self.requireMFA = requireMFA
        self.sessionIdleTimeoutSeconds = sessionIdleTimeoutSeconds
        self.sessionAbsoluteTimeoutSeconds = sessionAbsoluteTimeoutSeconds
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
    }

    private enum CodingKeys: String, CodingKey {
        case requireMFA = "require_mfa"
        case sessionIdleTimeoutSeconds = "session_idle_timeout_seconds"
        case sessionAbsoluteTimeoutSeconds = "session_absolute_timeout_seconds"
        case updatedAt = "updated_at"
        case updatedBy = "updated_by"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(requireMFA, forKey: .requireMFA)
        try container.encode(sessionIdleTimeoutSeconds, forKey: .sessionIdleTimeoutSeconds)
        try container.encode(sessionAbsoluteTimeoutSeconds, forKey: .sessionAbsoluteTimeoutSeconds)
        try container.encode(updatedAt, forKey: .updatedAt)
        try container.encodeIfPresent(updatedBy?.text, forKey: .updatedBy)
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core

/// The second factor of the caller.
package struct AuthMFAStatus: Codable, Equatable, Sendable {
    package var enrolled: Bool
    /// A new factor waits for its first code.
    package var enrollmentPending: Bool
    package var enrolledAt: Timestamp?
    package var lastVerifiedAt: Timestamp?
    package var recoveryCodesLeft: Int
    package var requiredByPolicy: Bool

    package init(
        enrolled: Bool,
        enrollmentPending: Bool,
        enrolledAt: Timestamp? = nil,
        lastVerifiedAt: Timestamp? = nil,
        recoveryCodesLeft: Int,
        requiredByPolicy: Bool
    ) {
        self.enrolled = enrolled
        self.enrollmentPending = enrollmentPending
        self.enrolledAt = enrolledAt
        self.lastVerifiedAt = lastVerifiedAt
        self.recoveryCodesLeft = recoveryCodesLeft
        self.requiredByPolicy = requiredByPolicy
    }

    private enum CodingKeys: String, CodingKey {
        case enrolled
        case enrollmentPending = "enrollment_pending"
        case enrolledAt = "enrolled_at"
        case lastVerifiedAt = "last_verified_at"
        case recoveryCodesLeft = "recovery_codes_left"
        case requiredByPolicy = "required_by_policy"
    }
}

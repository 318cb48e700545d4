// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// What a session has to do before it may do anything else.
package enum SignInStep: String, Codable, Sendable, CaseIterable {
    case secondFactor = "second_factor"
    case passwordChange = "password_change"
    case mfaEnrollment = "mfa_enrollment"
}

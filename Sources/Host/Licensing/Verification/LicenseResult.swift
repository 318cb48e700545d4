/// What came of verifying a licence; the raw values stand on the wire and in the audit trail.
package enum LicenseResult: String, Sendable, CaseIterable {
    case valid
    case malformed = "malformed_jwt"
    case signatureInvalid = "signature_invalid"
    case issuerInvalid = "issuer_invalid"
    case audienceInvalid = "audience_invalid"
    case notYetValid = "not_yet_valid"
    case clockRollback = "clock_rollback"
    case expired
    case fingerprintMismatch = "fingerprint_mismatch"
}

/// The outcome of verifying a licence, with what is known about it.
package struct LicenseVerification: Sendable {
    package let result: LicenseResult
    /// One clause for people, safe to log; nil when the result says it all.
    package let reason: String?
    /// What the text claims, believable or not; nil when it cannot be read.
    package let claims: LicenseClaims?
    /// The licence, when it is valid, and also when nothing but its end speaks against it.
    package let license: License?
    /// The clock is behind a time that this installation has seen. A warning, never the reason of a refusal.
    package var isClockBehind = false
    /// What does not make the licence invalid and somebody should know, one sentence each.
    package var warnings: [String] = []
}

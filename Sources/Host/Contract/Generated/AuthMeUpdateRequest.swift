// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

/// What to change of the own profile. What is left out stays as it is; empty text clears a field.
package struct AuthMeUpdateRequest: Codable, Equatable, Sendable {
    /// Has an @ and cannot be cleared.
    package var email: String?
    package var fullName: String?
    package var displayName: String?
    package var jobTitle: String?
    package var timezone: String?
    package var phone: String?

    package init(
        email: String? = nil,
        fullName: String? = nil,
        displayName: String? = nil,
        jobTitle: String? = nil,
        timezone: String? = nil,
        phone: String? = nil
    ) {
        self.email = email
        self.fullName = fullName
        self.displayName = displayName
        self.jobTitle = jobTitle
        self.timezone = timezone
        self.phone = phone
    }

    private enum CodingKeys: String, CodingKey {
        case email
        case fullName = "full_name"
        case displayName = "display_name"
        case jobTitle = "job_title"
        case timezone
        case phone
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: email, of: "email", bounds: 0...256) { return violation }
        if let violation = LimitViolation(length: fullName, of: "full_name", bounds: 0...256) { return violation }
        if let violation = LimitViolation(length: displayName, of: "display_name", bounds: 0...256) { return violation }
        if let violation = LimitViolation(length: jobTitle, of: "job_title", bounds: 0...256) { return violation }
        if let violation = LimitViolation(length: timezone, of: "timezone", bounds: 0...64) { return violation }
        if let violation = LimitViolation(length: phone, of: "phone", bounds: 0...64) { return violation }
        return nil
    }
}

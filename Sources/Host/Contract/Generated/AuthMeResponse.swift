// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

internal import Core
package import Foundation

/// A user.
package struct AuthMeResponse: Codable, Equatable, Sendable {
    package var id: UUID
    package var username: String
    package var email: String
    package var role: String
    package var fullName: String
    package var displayName: String
    package var jobTitle: String
    package var timezone: String
    package var phone: String
    package var outstandingStep: SignInStep?

    package init(
        id: UUID,
        username: String,
        email: String,
        role: String,
        fullName: String,
        displayName: String,
        jobTitle: String,
        timezone: String,
        phone: String,
        outstandingStep: SignInStep? = nil
    ) {
        self.id = id
        self.username = username
        self.email = email
        self.role = role
        self.fullName = fullName
        self.displayName = displayName
        self.jobTitle = jobTitle
        self.timezone = timezone
        self.phone = phone
        self.outstandingStep = outstandingStep
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case username
        case email
        case role
        case fullName = "full_name"
        case displayName = "display_name"
        case jobTitle = "job_title"
        case timezone
        case phone
        case outstandingStep = "outstanding_step"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(username, forKey: .username)
        try container.encode(email, forKey: .email)
        try container.encode(role, forKey: .role)
        try container.encode(fullName, forKey: .fullName)
        try container.encode(displayName, forKey: .displayName)
        try container.encode(jobTitle, forKey: .jobTitle)
        try container.encode(timezone, forKey: .timezone)
        try container.encode(phone, forKey: .phone)
        try container.encodeIfPresent(outstandingStep, forKey: .outstandingStep)
    }
}

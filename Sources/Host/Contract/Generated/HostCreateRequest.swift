// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

internal import Core
package import Foundation

/// A host to add.
package struct HostCreateRequest: Codable, Equatable, Sendable {
    package var hostname: String
    /// IPv4 or IPv6 literal.
    package var ipAddress: String
    /// SSH port; 0 means 22.
    package var port: Int?
    package var displayName: String?
    package var description: String?
    package var environment: String?
    package var tags: [String]?
    package var groupID: UUID?
    package var username: String?

    package init(
        hostname: String,
        ipAddress: String,
        port: Int? = nil,
        displayName: String? = nil,
        description: String? = nil,
        environment: String? = nil,
        tags: [String]? = nil,
        groupID: UUID? = nil,
        username: String? = nil
    ) {
        self.hostname = hostname
        self.ipAddress = ipAddress
        self.port = port
        self.displayName = displayName
        self.description = description
        self.environment = environment
        self.tags = tags
        self.groupID = groupID
        self.username = username
    }

    private enum CodingKeys: String, CodingKey {
        case hostname
        case ipAddress = "ip_address"
        case port
        case displayName = "display_name"
        case description
        case environment
        case tags
        case groupID = "group_id"
        case username
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(hostname, forKey: .hostname)
        try container.encode(ipAddress, forKey: .ipAddress)
        try container.encodeIfPresent(port, forKey: .port)
        try container.encodeIfPresent(displayName, forKey: .displayName)
        try container.encodeIfPresent(description, forKey: .description)
        try container.encodeIfPresent(environment, forKey: .environment)
        try container.encodeIfPresent(tags, forKey: .tags)
        try container.encodeIfPresent(groupID?.text, forKey: .groupID)
        try container.encodeIfPresent(username, forKey: .username)
    }

    /// The first bound of the contract that a field breaks, or nil when all are kept.
    package func limitViolation() -> LimitViolation? {
        if let violation = LimitViolation(length: hostname, of: "hostname", bounds: 1...256) { return violation }
        if let violation = LimitViolation(length: ipAddress, of: "ip_address", bounds: 1...64) { return violation }
        if let violation = LimitViolation(value: port, of: "port", bounds: 0...65535) { return violation }
        if let violation = LimitViolation(length: displayName, of: "display_name", bounds: 0...256) { return violation }
        if let violation = LimitViolation(length: description, of: "description", bounds: 0...1024) { return violation }
        if let violation = LimitViolation(length: environment, of: "environment", bounds: 0...64) { return violation }
        if let violation = LimitViolation(count: tags?.count, of: "tags", maximum: 64) { return violation }
        for item in tags ?? [] {
            if let violation = LimitViolation(length: item, of: "tags", bounds: 0...64) { return violation }
        }
        if let violation = LimitViolation(length: username, of: "username", bounds: 0...256) { return violation }
        return nil
    }
}

// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// A host in a list.
package struct HostListItem: Codable, Equatable, Sendable {
    package var id: UUID
    package var hostname: String
    package var ipAddress: String
    package var port: Int
    package var displayName: String?
    package var description: String?
    package var environment: String
    package var tags: [String]?
    package var groupID: UUID?
    package var username: String?
    package var createdBy: UUID?
    package var createdAt: Timestamp?
    package var updatedAt: Timestamp?
    package var maintenanceMode: Bool?
    package var checkPriority: Int?
    package var lastScanAt: Timestamp?
    package var liveness: HostLiveness?
    package var complianceSummary: HostListComplianceSummary?
    /// Distribution id, for example rocky.
    package var osFamily: String?
    package var osVersion: String?
    package var architecture: String?
    package var platformIdentifier: String?
    package var osDiscoveredAt: Timestamp?

    package init(
        id: UUID,
        hostname: String,
        ipAddress: String,
        port: Int,
        displayName: String? = nil,
        description: String? = nil,
        environment: String,
        tags: [String]? = nil,
        groupID: UUID? = nil,
        username: String? = nil,
        createdBy: UUID? = nil,
        createdAt: Timestamp? = nil,
        updatedAt: Timestamp? = nil,
        maintenanceMode: Bool? = nil,
        checkPriority: Int? = nil,
        lastScanAt: Timestamp? = nil,
        liveness: HostLiveness? = nil,
        complianceSummary: HostListComplianceSummary? = nil,
        osFamily: String? = nil,
        osVersion: String? = nil,
        architecture: String? = nil,
        platformIdentifier: String? = nil,
        osDiscoveredAt: Timestamp? = nil
    ) {
        self.id = id
        self.hostname = hostname
        self.ipAddress = ipAddress
        self.port = port
        self.displayName = displayName
        self.description = description
        self.environment = environment
        self.tags = tags
        self.groupID = groupID
        self.username = username
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.maintenanceMode = maintenanceMode
        self.checkPriority = checkPriority
        self.lastScanAt = lastScanAt
        self.liveness = liveness
        self.complianceSummary = complianceSummary
        self.osFamily = osFamily
        self.osVersion = osVersion
        self.architecture = architecture
        self.platformIdentifier = platformIdentifier
        self.osDiscoveredAt = osDiscoveredAt
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case hostname
        case ipAddress = "ip_address"
        case port
        case displayName = "display_name"
        case description
        case environment
        case tags
        case groupID = "group_id"
        case username
        case createdBy = "created_by"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case maintenanceMode = "maintenance_mode"
        case checkPriority = "check_priority"
        case lastScanAt = "last_scan_at"
        case liveness
        case complianceSummary = "compliance_summary"
        case osFamily = "os_family"
        case osVersion = "os_version"
        case architecture
        case platformIdentifier = "platform_identifier"
        case osDiscoveredAt = "os_discovered_at"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id.text, forKey: .id)
        try container.encode(hostname, forKey: .hostname)
        try container.encode(ipAddress, forKey: .ipAddress)
        try container.encode(port, forKey: .port)
        try container.encodeIfPresent(displayName, forKey: .displayName)
        try container.encodeIfPresent(description, forKey: .description)
        try container.encode(environment, forKey: .environment)
        try container.encodeIfPresent(tags, forKey: .tags)
        try container.encodeIfPresent(groupID?.text, forKey: .groupID)
        try container.encodeIfPresent(username, forKey: .username)
        try container.encodeIfPresent(createdBy?.text, forKey: .createdBy)
        try container.encodeIfPresent(createdAt, forKey: .createdAt)
        try container.encodeIfPresent(updatedAt, forKey: .updatedAt)
        try container.encodeIfPresent(maintenanceMode, forKey: .maintenanceMode)
        try container.encodeIfPresent(checkPriority, forKey: .checkPriority)
        try container.encodeIfPresent(lastScanAt, forKey: .lastScanAt)
        try container.encodeIfPresent(liveness, forKey: .liveness)
        try container.encodeIfPresent(complianceSummary, forKey: .complianceSummary)
        try container.encodeIfPresent(osFamily, forKey: .osFamily)
        try container.encodeIfPresent(osVersion, forKey: .osVersion)
        try container.encodeIfPresent(architecture, forKey: .architecture)
        try container.encodeIfPresent(platformIdentifier, forKey: .platformIdentifier)
        try container.encodeIfPresent(osDiscoveredAt, forKey: .osDiscoveredAt)
    }
}

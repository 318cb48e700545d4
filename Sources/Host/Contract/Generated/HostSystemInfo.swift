// Made by scripts/generate-contract from contract/openapi.yaml. Change that file, not this one.

package import Core
package import Foundation

/// What discovery found on a host.
package struct HostSystemInfo: Codable, Equatable, Sendable {
    package var hostID: UUID
    package var osName: String?
    package var osVersion: String?
    package var osVersionFull: String?
    package var osID: String?
    package var osIDLike: String?
    package var osPrettyName: String?
    package var platformIdentifier: String?
    /// Distribution id, for example rocky.
    package var osFamily: String?
    package var kernelName: String?
    package var kernelRelease: String?
    package var kernelVersion: String?
    package var architecture: String?
    package var memTotalMB: Int?
    package var memAvailableMB: Int?
    package var swapTotalMB: Int?
    package var diskTotalGB: Int?
    package var diskUsedGB: Int?
    package var diskFreeGB: Int?
    package var hostname: String?
    package var fqdn: String?
    package var selinuxStatus: String?
    package var apparmorEnabled: Bool?
    package var firewallService: String?
    package var firewallStatus: String?
    package var collectedAt: Timestamp

    package init(
        hostID: UUID,
        osName: String? = nil,
        osVersion: String? = nil,
        osVersionFull: String? = nil,
        osID: String? = nil,
        osIDLike: String? = nil,
        osPrettyName: String? = nil,
        platformIdentifier: String? = nil,
        osFamily: String? = nil,
        kernelName: String? = nil,
        kernelRelease: String? = nil,
        kernelVersion: String? = nil,
        architecture: String? = nil,
        memTotalMB: Int? = nil,
        memAvailableMB: Int? = nil,
        swapTotalMB: Int? = nil,
        diskTotalGB: Int? = nil,
        diskUsedGB: Int? = nil,
        diskFreeGB: Int? = nil,
        hostname: String? = nil,
        fqdn: String? = nil,
        selinuxStatus: String? = nil,
        apparmorEnabled: Bool? = nil,
        firewallService: String? = nil,
        firewallStatus: String? = nil,
        collectedAt: Timestamp
    ) {
        self.hostID = hostID
        self.osName = osName
        self.osVersion = osVersion
        self.osVersionFull = osVersionFull
        self.osID = osID
        self.osIDLike = osIDLike
        self.osPrettyName = osPrettyName
        self.platformIdentifier = platformIdentifier
        self.osFamily = osFamily
        self.kernelName = kernelName
        self.kernelRelease = kernelRelease
        self.kernelVersion = kernelVersion
        self.architecture = architecture
        self.memTotalMB = memTotalMB
        self.memAvailableMB = memAvailableMB
        self.swapTotalMB = swapTotalMB
        self.diskTotalGB = diskTotalGB
        self.diskUsedGB = diskUsedGB
        self.diskFreeGB = diskFreeGB
        self.hostname = hostname
        self.fqdn = fqdn
        self.selinuxStatus = selinuxStatus
        self.apparmorEnabled = apparmorEnabled
        self.firewallService = firewallService
        self.firewallStatus = firewallStatus
        self.collectedAt = collectedAt
    }

    private enum CodingKeys: String, CodingKey {
        case hostID = "host_id"
        case osName = "os_name"
        case osVersion = "os_version"
        case osVersionFull = "os_version_full"
        case osID = "os_id"
        case osIDLike = "os_id_like"
        case osPrettyName = "os_pretty_name"
        case platformIdentifier = "platform_identifier"
        case osFamily = "os_family"
        case kernelName = "kernel_name"
        case kernelRelease = "kernel_release"
        case kernelVersion = "kernel_version"
        case architecture
        case memTotalMB = "mem_total_mb"
        case memAvailableMB = "mem_available_mb"
        case swapTotalMB = "swap_total_mb"
        case diskTotalGB = "disk_total_gb"
        case diskUsedGB = "disk_used_gb"
        case diskFreeGB = "disk_free_gb"
        case hostname
        case fqdn
        case selinuxStatus = "selinux_status"
        case apparmorEnabled = "apparmor_enabled"
        case firewallService = "firewall_service"
        case firewallStatus = "firewall_status"
        case collectedAt = "collected_at"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(hostID.text, forKey: .hostID)
        try container.encodeIfPresent(osName, forKey: .osName)
        try container.encodeIfPresent(osVersion, forKey: .osVersion)
        try container.encodeIfPresent(osVersionFull, forKey: .osVersionFull)
        try container.encodeIfPresent(osID, forKey: .osID)
        try container.encodeIfPresent(osIDLike, forKey: .osIDLike)
        try container.encodeIfPresent(osPrettyName, forKey: .osPrettyName)
        try container.encodeIfPresent(platformIdentifier, forKey: .platformIdentifier)
        try container.encodeIfPresent(osFamily, forKey: .osFamily)
        try container.encodeIfPresent(kernelName, forKey: .kernelName)
        try container.encodeIfPresent(kernelRelease, forKey: .kernelRelease)
        try container.encodeIfPresent(kernelVersion, forKey: .kernelVersion)
        try container.encodeIfPresent(architecture, forKey: .architecture)
        try container.encodeIfPresent(memTotalMB, forKey: .memTotalMB)
        try container.encodeIfPresent(memAvailableMB, forKey: .memAvailableMB)
        try container.encodeIfPresent(swapTotalMB, forKey: .swapTotalMB)
        try container.encodeIfPresent(diskTotalGB, forKey: .diskTotalGB)
        try container.encodeIfPresent(diskUsedGB, forKey: .diskUsedGB)
        try container.encodeIfPresent(diskFreeGB, forKey: .diskFreeGB)
        try container.encodeIfPresent(hostname, forKey: .hostname)
        try container.encodeIfPresent(fqdn, forKey: .fqdn)
        try container.encodeIfPresent(selinuxStatus, forKey: .selinuxStatus)
        try container.encodeIfPresent(apparmorEnabled, forKey: .apparmorEnabled)
        try container.encodeIfPresent(firewallService, forKey: .firewallService)
        try container.encodeIfPresent(firewallStatus, forKey: .firewallStatus)
        try container.encode(collectedAt, forKey: .collectedAt)
    }
}
